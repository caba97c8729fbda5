// SPDX-License-Identifier: AGPL-3.0-only
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import packageJson from './package.json' with { type: 'json' };

/** Where `npm run dev` finds a running server. */
const server = process.env.AMITYVOX_SERVER ?? 'http://localhost:8080';

export default defineConfig({
	plugins: [tailwindcss(), sveltekit()],
	define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
	build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
	server: { proxy: { '/api': { target: server, ws: true, changeOrigin: true } } },
	// Component tests need the browser build of Svelte, not the one for server rendering.
	resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
	test: {
		environment: 'jsdom',
		include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
		restoreMocks: true
	}
});

// SPDX-License-Identifier: AGPL-3.0-only
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** From the top down; a folder may import only what stands to its right. */
const layers = ['routes', 'features', 'stores', 'gateway', 'api'];
/** Know nothing of the product, so they may be used by all and use none. */
const ground = ['ui', 'text'];

const forbid = (folder, above) => ({
	files: [folder === 'routes' ? 'src/routes/**' : `src/lib/${folder}/**`],
	rules: {
		'no-restricted-imports': [
			'error',
			{
				// The package's entries compile every icon there is: import one icon by its path.
				paths: ['@lucide/svelte', '@lucide/svelte/icons'],
				patterns: above.map((name) => ({
					group: [`$lib/${name}`, `$lib/${name}/**`, `**/../${name}/**`],
					message: `${folder} stands below ${name} (see web/DESIGN.md, "Layers").`
				}))
			}
		]
	}
});

export default ts.config(
	{ ignores: ['.svelte-kit/', 'build/', 'node_modules/', 'src/lib/api/schema.d.ts'] },
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	prettier,
	...svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			eqeqeq: ['error', 'always', { null: 'ignore' }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig } }
	},
	...layers.map((folder, index) => forbid(folder, layers.slice(0, index))),
	...ground.map((folder) => forbid(folder, layers)),
	{ files: ['static/**'], languageOptions: { sourceType: 'script' } }
);

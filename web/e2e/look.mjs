// SPDX-License-Identifier: AGPL-3.0-only
//
// Walks every page of a running server in both themes and three widths, takes a picture of each, and runs axe on it.
//
//   node e2e/look.mjs http://localhost:8080 /tmp/look [--setup SECRET] [--only NAME] [--no-axe]
//
// With --setup it makes the first account; without, LOOK_USER and LOOK_PASSWORD must name an account.
// It writes into the server it is given: use a throw-away one.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const [base = '', folder = ''] = process.argv.slice(2);
const option = (name) => {
	const index = process.argv.indexOf(`--${name}`);
	return index === -1 ? undefined : (process.argv[index + 1] ?? '');
};
if (!base || !folder) {
	console.error('Usage: node e2e/look.mjs BASE_URL FOLDER [--setup SECRET] [--only NAME] [--no-axe]');
	process.exit(64);
}
mkdirSync(folder, { recursive: true });

const WIDTHS = { 360: 740, 768: 1024, 1440: 900 };
const THEMES = ['light', 'dark'];
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

async function call(method, path, { token, body } = {}) {
	const response = await fetch(`${base}/api/v1${path}`, {
		method,
		headers: {
			...(token ? { authorization: `Bearer ${token}` } : {}),
			...(body ? { 'content-type': 'application/json' } : {})
		},
		body: body ? JSON.stringify(body) : undefined
	});
	const answer = response.status === 204 ? null : await response.json();
	if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
	return answer?.data;
}

/** A guild with two people who talked, one who is alone, and an account that is in no guild. */
async function furnish() {
	const password = 'a short sentence';
	const suffix = Math.random().toString(36).slice(2, 7);
	const secret = option('setup');
	const owner = secret
		? await call('POST', '/setup', {
				body: { secret, username: `mo.${suffix}`, password, instance_name: 'Haus 12' }
			})
		: await call('POST', '/auth/login', {
				body: { username: process.env.LOOK_USER, password: process.env.LOOK_PASSWORD }
			});
	const { token } = owner;
	await call('PATCH', '/users/@me', { token, body: { display_name: 'Mo' } });
	const guild = await call('POST', '/guilds', { token, body: { name: 'Nachbarn & Freunde' } });
	const quiet = await call('POST', '/guilds', { token, body: { name: 'Kino' } });
	const tidy = await call('POST', '/guilds', {
		token,
		body: { name: 'Empty Society for Extremely Long Guild Names' }
	});
	const channel = await call('POST', `/guilds/${guild.id}/channels`, {
		token,
		body: {
			name: 'allgemein',
			type: 'text',
			topic: 'Everything about the house. Please pin the dates that matter to all.'
		}
	});
	for (const name of [
		'garden',
		'tools',
		'a-channel-name-that-is-much-too-long-for-any-list-that-is-240-pixels-wide'
	]) {
		await call('POST', `/guilds/${guild.id}/channels`, { token, body: { name, type: 'text' } });
	}
	const invite = await call('POST', `/guilds/${guild.id}/invites`, { token, body: {} });
	const friend = await call('POST', '/auth/register', {
		body: { username: `rosa.${suffix}`, password, invite: invite.code }
	});
	await call('PATCH', '/users/@me', {
		token: friend.token,
		body: { display_name: 'Maximiliane von Hohenstein' }
	});
	const lonely = await call('POST', '/auth/register', {
		body: {
			username: `lena.${suffix}`,
			password,
			invite: (await call('POST', `/guilds/${tidy.id}/invites`, { token, body: {} })).code
		}
	});
	const say = (who, content) =>
		call('POST', `/channels/${channel.id}/messages`, { token: who.token, body: { content } });
	for (let line = 0; line < 70; line++) {
		await say(
			line % 3 ? owner : friend,
			line % 5 ? `Line ${line} of an older talk.` : `Line ${line}. ${'It goes on and on. '.repeat(9)}`
		);
	}
	await say(friend, 'The new router is in. Speed in the cellar went from 4 to 210 Mbit/s.');
	await say(friend, 'If anybody sees dropouts, write down the time, please.');
	await say(
		owner,
		'Lovely. No loss for an hour. The report: https://example.org/reports/2026/router(cellar)?day=24 (24 pages).'
	);
	await say(
		friend,
		'Wonderful!\n\nI bring:\n- gloves\n- Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsbroschüren\n- cake'
	);
	const last = await say(owner, 'Yes, ladder and van. See you at tne.');
	await call('PATCH', `/channels/${channel.id}/messages/${last.id}`, {
		token,
		body: { content: 'Yes, ladder and van. See you at ten.' }
	});
	return { owner, lonely, guild, quiet, channel, code: invite.code };
}

const wait = (page, text) => page.getByText(text, { exact: false }).first().waitFor();

/** Each leaves the page as the picture shall show it. */
function scenes(world) {
	const app = `/app/${world.guild.id}/${world.channel.id}`;
	const inApp = async (page) => {
		await page.goto(base + app);
		await wait(page, 'See you at ten');
		// Rows are measured in the first frames.
		await page.waitForTimeout(250);
	};
	const openNavigation = async (page) => {
		if ((page.viewportSize()?.width ?? 0) < 768)
			await page.getByRole('button', { name: 'Guilds and channels' }).click();
	};
	const setup = async (page, needed) =>
		page.route('**/api/v1/setup', (route) =>
			route.fulfill({ json: { data: { needed, registration: 'invite', instance_name: 'AmityVox' } } })
		);
	return {
		setup: async (page) => {
			await setup(page, true);
			await page.goto(`${base}/setup#secret=look`);
			await wait(page, 'Move in');
		},
		'setup-no-secret': async (page) => {
			await setup(page, true);
			await page.goto(`${base}/setup`);
			await wait(page, 'Open the link');
		},
		'setup-done': async (page) => {
			await page.goto(`${base}/setup#secret=look`);
			await wait(page, 'lives here already');
		},
		login: async (page) => {
			await page.goto(`${base}/login`);
			await page.getByLabel('Username').waitFor();
		},
		'login-wrong': async (page) => {
			await page.goto(`${base}/login`);
			await page.getByLabel('Username').fill('nobody');
			await page.getByLabel('Password', { exact: true }).fill('wrong password');
			await page.getByRole('button', { name: 'Log in' }).click();
			await page.getByRole('alert').waitFor();
		},
		register: async (page) => {
			await page.goto(`${base}/register?invite=${world.code}`);
			await page.getByLabel('Username').waitFor();
		},
		'register-needs-invite': async (page) => {
			await page.goto(`${base}/register`);
			await page.getByRole('heading').waitFor();
		},
		invite: async (page) => {
			await page.goto(`${base}/invite/${world.code}`);
			await wait(page, 'invites you');
		},
		'invite-dead': async (page) => {
			await page.goto(`${base}/invite/AAAAAAAAAAAA`);
			await wait(page, 'no longer works');
		},
		'not-found': async (page) => {
			await page.goto(`${base}/nowhere/at/all`);
			await page.getByRole('heading').waitFor();
		},
		'app-talk': { as: 'owner', run: inApp },
		'app-navigation': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await openNavigation(page);
				await page.waitForTimeout(250);
			}
		},
		'app-members': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				if ((page.viewportSize()?.width ?? 0) < 1024)
					await page.getByRole('button', { name: 'Show members' }).click();
				await page.waitForTimeout(250);
			}
		},
		'app-scrolled': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await page.getByRole('log').hover();
				await page.mouse.wheel(0, -4_000);
				await wait(page, 'Jump to present');
				await page.waitForTimeout(300);
			}
		},
		'app-toolbar': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await page.getByText('Lovely. No loss').hover();
			}
		},
		'app-editing': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await page.getByRole('textbox', { name: /^Message to/ }).press('ArrowUp');
				await page.getByRole('textbox', { name: 'Edit message' }).waitFor();
			}
		},
		'app-deleting': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await page.getByText('Lovely. No loss').hover();
				await page.getByRole('button', { name: 'Delete' }).click();
				await wait(page, 'Delete this message?');
			}
		},
		'app-long-draft': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await page.getByRole('textbox', { name: /^Message to/ }).fill('A long thought.\n'.repeat(260));
			}
		},
		'app-offline': {
			as: 'owner',
			run: async (page) => {
				// Going offline does not end sockets in this browser, so the line is cut by hand.
				const sockets = [];
				await page.routeWebSocket('**/gateway*', (socket) => {
					socket.connectToServer();
					sockets.push(socket);
				});
				await inApp(page);
				await page.context().setOffline(true);
				for (const socket of sockets) await socket.close();
				const composer = page.getByRole('textbox', { name: /^Message to/ });
				for (const line of ['I write this without a connection,', 'and this, too.']) {
					await composer.fill(line);
					await page.getByRole('button', { name: 'Send' }).click();
				}
				await wait(page, 'You are offline');
				await wait(page, 'and this, too.');
			}
		},
		'app-reconnecting': {
			as: 'owner',
			run: async (page) => {
				let open = true;
				const sockets = [];
				await page.routeWebSocket('**/gateway*', (socket) => {
					if (!open) return socket.close();
					socket.connectToServer();
					sockets.push(socket);
				});
				await inApp(page);
				open = false;
				for (const socket of sockets) await socket.close();
				await wait(page, 'Connection lost');
				await page.waitForTimeout(1_100);
			}
		},
		'app-failed': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await page.route('**/messages', (route) =>
					route.request().method() === 'POST'
						? route.fulfill({ status: 403, json: { error: { code: 'missing_permission', message: 'No' } } })
						: route.continue()
				);
				await page.getByRole('textbox', { name: /^Message to/ }).fill('This one is refused.');
				await page.getByRole('button', { name: 'Send' }).click();
				await wait(page, 'Send again');
			}
		},
		'app-loading': {
			as: 'owner',
			run: async (page) => {
				await page.route('**/messages?*', () => undefined);
				await page.goto(base + app);
				await page.getByRole('status', { name: 'Loading messages' }).waitFor();
				await page.waitForTimeout(700);
			}
		},
		'app-load-failed': {
			as: 'owner',
			run: async (page) => {
				await page.route('**/messages?*', (route) => route.abort());
				await page.goto(base + app);
				await wait(page, 'did not load');
			}
		},
		'app-no-server': {
			as: 'owner',
			run: async (page) => {
				await page.routeWebSocket('**/gateway*', (socket) => socket.close());
				await page.goto(base + app);
				await wait(page, 'The server does not answer');
			}
		},
		'app-channel-start': {
			as: 'owner',
			run: async (page) => {
				await page.goto(`${base}/app/${world.quiet.id}`);
				await wait(page, 'Welcome to');
			}
		},
		'app-missing': {
			as: 'owner',
			run: async (page) => {
				await page.goto(`${base}/app/${world.guild.id}/01ARZ3NDEKTSV4RRFFQ69G5FAV`);
				await wait(page, 'There is nothing here');
			}
		},
		'app-empty': {
			as: 'nobody',
			run: async (page) => {
				await page.goto(`${base}/app`);
				await wait(page, 'Nobody here yet');
			}
		},
		'dialog-guild': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await openNavigation(page);
				await page.getByRole('button', { name: 'Create or join a guild' }).click();
				await wait(page, 'Were you sent a link?');
			}
		},
		'dialog-channel': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await openNavigation(page);
				await page.getByRole('button', { name: 'Create a channel' }).click();
				await wait(page, 'What is it about?');
			}
		},
		'dialog-invite': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await openNavigation(page);
				await page.getByRole('button', { name: 'Invite people' }).click();
				await page.locator('button:not([aria-disabled])', { hasText: 'Copy' }).waitFor();
			}
		},
		'dialog-settings': {
			as: 'owner',
			run: async (page) => {
				await inApp(page);
				await openNavigation(page);
				await page.getByRole('button', { name: 'Settings' }).click();
				await wait(page, 'Like my system');
			}
		}
	};
}

const world = await furnish();
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: FLAGS
});
const faults = [];
try {
	for (const [name, scene] of Object.entries(scenes(world))) {
		if (option('only') && !name.includes(option('only') ?? '')) continue;
		const { as, run } = typeof scene === 'function' ? { as: null, run: scene } : scene;
		for (const theme of THEMES) {
			for (const [width, height] of Object.entries(WIDTHS)) {
				const context = await browser.newContext({
					viewport: { width: Number(width), height },
					colorScheme: theme,
					locale: 'en-GB',
					// Pictures of pages at rest.
					reducedMotion: 'reduce'
				});
				const page = await context.newPage();
				page.setDefaultTimeout(8_000);
				const shot = `${name}-${theme}-${width}`;
				page.on('console', (message) => {
					if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) {
						faults.push(`${shot}: ${message.text()}`);
					}
				});
				page.on('pageerror', (error) => faults.push(`${shot}: ${error.message}`));
				page.on('request', (request) => {
					if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== new URL(base).host) {
						faults.push(`${shot}: third-party request ${request.url()}`);
					}
				});
				if (as) {
					const account = as === 'nobody' ? world.lonely : world.owner;
					await context.addInitScript(
						(saved) => localStorage.setItem('amityvox.session', saved),
						JSON.stringify({ token: account.token, account_id: account.user.id })
					);
				}
				if (as === 'nobody') await withoutGuilds(page);
				try {
					await run(page);
					await page.evaluate(() => document.fonts.ready);
					await page.screenshot({ path: join(folder, `${shot}.png`) });
					if (!process.argv.includes('--no-axe')) {
						const { violations } = await new AxeBuilder({ page })
							// A tip floats beside the page's landmarks; its text is the label of a button inside them.
							.exclude('[data-bits-floating-content-wrapper]')
							.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
							.analyze();
						for (const { id, help, nodes } of violations) {
							faults.push(
								`${shot}: axe ${id}: ${help}\n    ${nodes.map(({ html }) => html.slice(0, 160)).join('\n    ')}`
							);
						}
						const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
						if (wide) faults.push(`${shot}: wider than the screen`);
					}
				} catch (error) {
					faults.push(`${shot}: ${error instanceof Error ? error.message.slice(0, 1200) : error}`);
					await page.screenshot({ path: join(folder, `${shot}-BROKEN.png`) });
				}
				await context.close();
			}
		}
	}
} finally {
	await browser.close();
}
for (const fault of faults) console.error(fault);
console.log(
	faults.length === 0 ? `All pages are fine; the pictures are in ${folder}.` : `${faults.length} faults.`
);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Takes the guilds out of READY, for the first screen of somebody who is in none. */
async function withoutGuilds(page) {
	await page.routeWebSocket('**/gateway*', (socket) => {
		const server = socket.connectToServer();
		server.onMessage((text) => {
			const frame = JSON.parse(String(text));
			if (frame.t === 'READY') frame.d.guilds = [];
			socket.send(JSON.stringify(frame));
		});
	});
}

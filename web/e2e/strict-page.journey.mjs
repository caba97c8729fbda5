// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import { composerOf, enter, lineOf, logOf, membersOf, say, seeChannel } from './support/acts.mjs';
import { befriend, found, guildOf } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';
import { eventually } from './support/waiting.mjs';

// `.invalid` leads nowhere on any network.
const ELSEWHERE = 'https://elsewhere.invalid';

let owner;
let home;
const world = place({}, async (server) => {
	owner = await found(server, 'adele');
	home = await guildOf(owner, 'Home');
	await befriend(server, owner, home.guild.id, 'boris');
});

journey(world, 'Text from people stays text, whatever it looks like', async ({ server, arrive }) => {
	const [adele, boris] = await Promise.all([arrive('adele'), arrive('boris')]);
	await Promise.all([enter(adele.page, server, 'adele'), enter(boris.page, server, 'boris')]);
	const hostile = [
		`<img src="${ELSEWHERE}/a.png" onerror="globalThis.taken = 1">`,
		'<script>globalThis.taken = 2</script>',
		'javascript:globalThis.taken=3',
		'{@html "<b>x</b>"} {{constructor.constructor("globalThis.taken=4")()}}',
		'\u202etxt.exe\u202c and \u2066both ways\u2069'
	];
	for (const text of hostile) {
		await composerOf(adele.page).fill(text);
		await composerOf(adele.page).press('Enter');
		for (const { page } of [adele, boris]) await lineOf(page, text).waitFor();
	}
	assert.equal(await logOf(boris.page).locator('a[href^="javascript:" i], img, script, b').count(), 0);

	const name = '<b onclick=x>&amp;Dele';
	await owner.call('PATCH', '/users/@me', { display_name: name });
	await membersOf(boris.page).getByText(name, { exact: true }).waitFor();
	const evil = await owner.post(`/guilds/${home.guild.id}/channels`, {
		name: '<svg onload=alert(1)>',
		type: 'text',
		topic: '"><script>globalThis.taken = 5</script>'
	});
	await boris.page.getByRole('link', { name: evil.name }).click();
	await seeChannel(boris.page, evil.name);
	await boris.page.getByText(evil.topic).first().waitFor();
	for (const { page } of [adele, boris]) assert.equal(await page.evaluate(() => globalThis.taken), undefined);

	// A link says where it leads, and takes nothing of this page along.
	await say(boris.page, `see ${ELSEWHERE}/page?a=1#b now`);
	const link = logOf(boris.page).getByRole('link', { name: `${ELSEWHERE}/page?a=1#b` });
	await link.waitFor();
	assert.equal(await link.getAttribute('href'), `${ELSEWHERE}/page?a=1#b`);
	for (const part of ['noopener', 'noreferrer'])
		assert.match(await link.getAttribute('rel'), new RegExp(part));
});

journey(
	world,
	'The page runs nothing that was slipped in and asks no other place',
	async ({ server, browser }) => {
		// Not one of the watched people: here the violations are provoked.
		const context = await browser.newContext();
		try {
			const page = await context.newPage();
			const left = [];
			context.on('requestfinished', (request) => left.push(request.url()));
			const response = await page.goto(`${server.url}/login`);
			const headers = response.headers();
			assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
			assert.match(headers['content-security-policy'], /base-uri 'none'/);
			assert.equal(headers['x-content-type-options'], 'nosniff');
			assert.match(headers['referrer-policy'], /no-referrer|same-origin/);
			await page.getByLabel('Username').waitFor();

			await page.evaluate(async (elsewhere) => {
				const seen = [];
				document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
				const add = (tag, attributes) =>
					document.body.append(Object.assign(document.createElement(tag), attributes));
				add('script', { textContent: 'globalThis.taken = 1' });
				add('script', { src: `${elsewhere}/a.js` });
				add('img', { src: `${elsewhere}/a.png` });
				add('iframe', { src: `${elsewhere}/` });
				add('link', { rel: 'stylesheet', href: `${elsewhere}/a.css` });
				add('div', { innerHTML: '<button onclick="globalThis.taken = 2">x</button>' });
				document.body.lastChild.firstChild.click();
				await fetch(elsewhere).catch(() => undefined);
				try {
					new WebSocket('wss://elsewhere.invalid');
				} catch {
					// Some browsers say it here, some by the event.
				}
				// In a task of its own: what the debugger runs may do more than a page.
				setTimeout(() => globalThis.eval('globalThis.taken = 3'));
				globalThis.violated = seen;
			}, ELSEWHERE);
			await eventually(async () => {
				const seen = await page.evaluate(() => [...new Set(globalThis.violated)].sort());
				assert.deepEqual(seen, [
					'connect-src',
					'frame-src',
					'img-src',
					'script-src',
					'script-src-attr',
					'script-src-elem',
					'style-src-elem'
				]);
			});
			assert.equal(await page.evaluate(() => globalThis.taken), undefined);
			const host = new URL(server.url).host;
			assert.deepEqual(
				left.filter((url) => !url.startsWith('data:') && new URL(url).host !== host),
				[]
			);
		} finally {
			await context.close();
		}
	}
);

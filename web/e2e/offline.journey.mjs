// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import { composerOf, enter, lineOf, logOf, say, seeChannel } from './support/acts.mjs';
import { befriend, found, guildOf } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';
import { eventually } from './support/waiting.mjs';

const LINES_OFFLINE = 40;
/** With the limits of a new installation forty lines take longer than they take to write. */
const DRAIN_TIMEOUT_MS = 60_000;

let owner;
// The limits are those of every new installation: being told to wait is part of the story.
const world = place({}, async (server) => {
	owner = await found(server, 'adele');
});

/** A fresh guild with a reader in it. */
async function room(server, name, reader) {
	const { guild, channel } = await guildOf(owner, name);
	await befriend(server, owner, guild.id, reader);
	return { channel, address: `${server.url}/app/${guild.id}/${channel.id}` };
}

const texts = async (channelId) => (await owner.history(channelId)).map(({ content }) => content);

const isSend = (request) => request.method() === 'POST' && request.url().endsWith('/messages');

journey(
	world,
	'Forty lines written offline and one at once arrive as 1 to 41',
	async ({ server, arrive }) => {
		const { channel, address } = await room(server, 'Ferry', 'boris');
		const [adele, boris] = await Promise.all([arrive('adele'), arrive('boris')]);
		await Promise.all([enter(adele.page, server, 'adele'), enter(boris.page, server, 'boris')]);
		await adele.page.goto(address);
		await seeChannel(adele.page, 'general');
		// Waiting for a permit is no failure of the connection, but the browser notes it in the console.
		adele.expect(/status of 429/);

		await adele.setOffline(true);
		await adele.page.getByRole('status').getByText('You are offline.').waitFor();
		const expected = Array.from(
			{ length: LINES_OFFLINE + 1 },
			(_, index) => `line ${index + 1} of the ferry`
		);
		for (const text of expected.slice(0, LINES_OFFLINE)) {
			await composerOf(adele.page).fill(text);
			await composerOf(adele.page).press('Enter');
		}
		await adele.page.getByRole('article', { name: `Waits for the connection: ${expected.at(-2)}` }).waitFor();
		assert.deepEqual(await texts(channel.id), []);

		await adele.setOffline(false);
		await say(adele.page, expected.at(-1));
		await lineOf(boris.page, expected.at(-1)).waitFor({ timeout: DRAIN_TIMEOUT_MS });
		await eventually(async () => assert.equal(await adele.page.getByText('You are offline').count(), 0));
		assert.deepEqual(await texts(channel.id), expected);
		for (const { page } of [adele, boris]) {
			await page.setViewportSize({ width: 1280, height: 3_000 });
			await eventually(async () => {
				const articles = logOf(page).getByRole('article');
				const shown = await articles.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
				assert.deepEqual(
					shown.map((label) => label.replace(/^.*?, \d.*?: /, '')),
					expected
				);
			});
		}
	}
);

journey(
	world,
	'A reload keeps what waits, and an answer that got lost doubles nothing',
	async ({ server, arrive }) => {
		const { channel, address } = await room(server, 'Tunnel', 'carla');
		const carla = await arrive('carla');
		await enter(carla.page, server, 'carla');
		await carla.page.goto(address);
		await seeChannel(carla.page, 'general');
		const expected = ['one', 'two', 'three', 'four', 'five'].map((word) => `number ${word} of the tunnel`);

		await carla.setOffline(true);
		for (const text of expected.slice(0, 3)) await say(carla.page, text);
		await composerOf(carla.page).pressSequentially('half a thou');
		await carla.page.getByRole('article', { name: `Waits for the connection: ${expected[2]}` }).waitFor();

		// The line is back, but a proxy says for a while that the server is not.
		carla.expect(/status of 502/);
		const mode = { passes: false, eats: 0 };
		await carla.context.route('**/messages', async (route) => {
			if (!isSend(route.request())) return route.continue();
			if (!mode.passes) return route.fulfill({ status: 502, body: '' });
			if (mode.eats-- <= 0) return route.continue();
			// Through to the server, and only the answer is lost.
			await route.fetch();
			return route.fulfill({ status: 502, body: '' });
		});
		await carla.setOffline(false);
		await carla.page.reload();
		await seeChannel(carla.page, 'general');
		const waiting = carla.page.getByRole('article', { name: /Waits for the connection|Sending/ });
		await waiting.nth(2).waitFor();
		const labels = await waiting.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
		assert.deepEqual(
			labels.map((label) => label.replace(/^.*?, .*?: /, '')),
			expected.slice(0, 3)
		);
		assert.equal(await composerOf(carla.page).inputValue(), 'half a thou');
		await composerOf(carla.page).fill(expected[3]);
		await composerOf(carla.page).press('Enter');

		Object.assign(mode, { passes: true, eats: 2 });
		await say(carla.page, expected[4]);
		await eventually(async () => assert.deepEqual(await texts(channel.id), expected), 30_000);
		await eventually(async () => assert.equal(await waiting.count(), 0), 30_000);
		for (const text of expected) assert.equal(await lineOf(carla.page, text).count(), 1);
		assert.deepEqual(await texts(channel.id), expected);
	}
);

journey(world, 'Two tabs of one person share one queue', async ({ server, arrive }) => {
	const { channel, address } = await room(server, 'Twins', 'dora');
	const dora = await arrive('dora');
	await enter(dora.page, server, 'dora');
	const tabs = [dora.page, await dora.openTab()];
	for (const tab of tabs) {
		await tab.goto(address);
		await seeChannel(tab, 'general');
	}
	await dora.setOffline(true);
	const expected = [];
	for (let index = 0; index < 10; index++) {
		const text = `twin line ${index + 1}`;
		expected.push(text);
		const tab = tabs[index % 2];
		await tab.bringToFront();
		await say(tab, text);
		// A person cannot be in both tabs at once: the other one shows the line before the next is typed there.
		await tabs[(index + 1) % 2].getByRole('article', { name: new RegExp(`: ${text}$`) }).waitFor();
	}
	await dora.setOffline(false);
	await eventually(async () => assert.deepEqual(await texts(channel.id), expected), 30_000);
	for (const tab of tabs) {
		for (const text of expected) {
			await lineOf(tab, text).waitFor();
			assert.equal(await lineOf(tab, text).count(), 1);
		}
		await eventually(async () =>
			assert.equal(await tab.getByRole('article', { name: /Waits for the connection|Sending/ }).count(), 0)
		);
	}
	assert.deepEqual(await texts(channel.id), expected);
});

journey(world, 'A reload right after Enter loses no line', async ({ server, arrive }) => {
	const { channel, address } = await room(server, 'Quay', 'emma');
	const emma = await arrive('emma');
	await enter(emma.page, server, 'emma');
	await emma.page.goto(address);
	await seeChannel(emma.page, 'general');
	const expected = ['first', 'second', 'third'].map((word) => `${word} line of the quay`);
	for (const text of expected) {
		await say(emma.page, text);
		await emma.page.reload();
		await seeChannel(emma.page, 'general');
	}
	await eventually(async () => assert.deepEqual(await texts(channel.id), expected));
	for (const text of expected) await lineOf(emma.page, text).waitFor();
	assert.equal(await composerOf(emma.page).inputValue(), '');
});

// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import { enter, lineOf, logOf, say } from './support/acts.mjs';
import { befriend, found, guildOf } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';
import { eventually } from './support/waiting.mjs';

const MESSAGES = 600;
const MAX_DRIFT_PX = 2;
const MAX_NODES = 2_500;

let owner;
let hall;
// Hundreds of messages at once are for tests only.
const world = place({ limitsScale: 0 }, async (server) => {
	owner = await found(server, 'adele');
	hall = await guildOf(owner, 'Hall');
	const boris = await befriend(server, owner, hall.guild.id, 'boris');
	for (let number = 1; number <= MESSAGES; number++) {
		// Rows of different heights, some of them many lines.
		const content = `entry ${number} ${'and so it goes on and on '.repeat((number * 7) % 23)}`.trim();
		await (number % 4 === 0 ? boris : owner).post(`/channels/${hall.channel.id}/messages`, { content });
	}
});

/** Runs in the page: the row at the upper edge, and where it stands there. */
function anchor() {
	const list = document.querySelector('[role="log"]');
	const { top, bottom } = list.getBoundingClientRect();
	for (const row of list.querySelectorAll('article')) {
		const box = row.getBoundingClientRect();
		if (box.top >= top && box.bottom <= bottom) return { id: row.dataset.message, top: box.top };
	}
	return null;
}

/** Runs in the page: notes in every frame where the row is, until `stopFollowing`. */
function follow(id) {
	const seen = [];
	let going = true;
	const note = () => {
		const row = document.querySelector(`[data-message="${id}"]`);
		seen.push(row ? row.getBoundingClientRect().top : null);
		if (going) requestAnimationFrame(note);
	};
	requestAnimationFrame(note);
	globalThis.stopFollowing = () => {
		going = false;
		return seen;
	};
}

const countNodes = (page) => page.evaluate(() => document.querySelectorAll('*').length);

journey(
	world,
	'A long history scrolls without a jump, and its end is one click away',
	async ({ server, arrive, tell }) => {
		const history = (await owner.history(hall.channel.id)).map(({ id }) => id);
		const positions = new Map(history.map((id, index) => [id, index]));
		assert.equal(history.length, MESSAGES);
		const adele = await arrive('adele');
		const { page } = adele;
		await enter(page, server, 'adele');
		await lineOf(page, /^entry 600 /).waitFor();
		await logOf(page).hover();

		const seen = new Set();
		let nodes = 0;
		const take = async () => {
			const ids = await logOf(page)
				.locator('article')
				.evaluateAll((rows) => rows.map((row) => row.dataset.message));
			const order = ids.map((id) => positions.get(id));
			assert.deepEqual(
				order,
				order.map((_, index) => order[0] + index),
				'rows follow each other without a gap'
			);
			for (const id of ids) seen.add(id);
			nodes = Math.max(nodes, await countNodes(page));
		};

		// Each older page is held back until the reader has come to rest, so that only its arrival can move anything.
		const held = [];
		await page.route('**/messages?*before=*', (route) => held.push(route));
		const start = page.getByRole('heading', { name: 'Welcome to #general' });
		const drifts = [];
		const atRest = async () => {
			let last = await page.evaluate(anchor);
			await eventually(async () => {
				const now = await page.evaluate(anchor);
				const same = last !== null && now !== null && now.id === last.id && now.top === last.top;
				last = now;
				assert.ok(same, 'the list comes to rest');
			});
			return last;
		};
		const scrollTop = () => logOf(page).evaluate((list) => list.scrollTop);
		const wheelUp = async () => {
			const from = await scrollTop();
			await page.mouse.wheel(0, -600);
			if (from > 0) await eventually(async () => assert.notEqual(await scrollTop(), from, 'the wheel turns'));
			return atRest();
		};
		for (let turn = 0; (await start.count()) === 0; turn++) {
			assert.ok(turn < 400, 'the start is reached');
			await take();
			const before = await wheelUp();
			const route = held.shift();
			if (!route) continue;
			await page.evaluate(follow, before.id);
			const answered = page.waitForResponse(route.request().url());
			await route.continue();
			await answered;
			await page.getByRole('status').getByText('Loading messages').waitFor({ state: 'detached' });
			await atRest();
			const tops = await page.evaluate(() => globalThis.stopFollowing());
			assert.ok(
				tops.every((top) => top !== null),
				`the row that was read at ${before.top} stays in the document: ${tops}`
			);
			drifts.push(Math.max(...tops.map((top) => Math.abs(top - before.top))));
		}
		await take();
		assert.ok(drifts.length >= 10, `${drifts.length} older pages were loaded`);
		tell(
			`drift at most ${Math.max(...drifts).toFixed(2)} px over ${drifts.length} pages, at most ${nodes} nodes`
		);
		assert.ok(
			Math.max(...drifts) <= MAX_DRIFT_PX,
			`a page moved the row that was read by ${drifts.join(', ')} px`
		);
		assert.ok(nodes < MAX_NODES, `${nodes} nodes`);
		assert.deepEqual(
			history.filter((id) => !seen.has(id)),
			[],
			'every entry came by'
		);

		// What comes meanwhile is told, and moves nothing.
		const reading = await atRest();
		await owner.post(`/channels/${hall.channel.id}/messages`, { content: 'fresh from the press' });
		const jump = page.getByRole('button', { name: /1 new message|Jump to present/ });
		await page.getByRole('button', { name: '1 new message' }).waitFor();
		assert.deepEqual(await page.evaluate(anchor), reading);
		await jump.click();
		await lineOf(page, 'fresh from the press').waitFor();
		await eventually(async () => assert.ok(await isInSight(lineOf(page, 'fresh from the press'))));
		await jump.waitFor({ state: 'detached' });
		await say(page, 'and an answer');
		await eventually(async () => assert.ok(await isInSight(lineOf(page, 'and an answer'))));
		assert.ok((await countNodes(page)) < MAX_NODES);
	}
);

const isInSight = (locator) =>
	locator.evaluate((element) => {
		const list = element.closest('[role="log"]').getBoundingClientRect();
		const box = element.getBoundingClientRect();
		return box.top >= list.top && box.bottom <= list.bottom;
	});

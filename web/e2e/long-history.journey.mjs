// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import { enter, lineOf, logOf, say } from './support/acts.mjs';
import { befriend, found, guildOf } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';
import { eventually } from './support/waiting.mjs';

const MESSAGES = 600;
const REST_MS = 250;
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

/**
 * Somebody who scrolls up. Each older page is held back until the reader has come to rest, so that only its arrival
 * can move anything.
 */
class Reader {
	page;
	/** How far the row that was read moved at worst, per older page. */
	drifts = [];
	/** The most nodes that the document had. */
	nodes = 0;
	#positions;
	#seen = new Set();
	#held = [];

	/** @param {readonly string[]} history all messages of the channel, oldest first */
	static async sitDown({ page }, server, history) {
		const reader = new Reader();
		reader.page = page;
		reader.#positions = new Map(history.map((id, index) => [id, index]));
		await page.route('**/messages?*before=*', (route) => reader.#held.push(route));
		await enter(page, server, 'adele');
		await lineOf(page, /^entry 600 /).waitFor();
		await logOf(page).hover();
		return reader;
	}

	get unseen() {
		return [...this.#positions.keys()].filter((id) => !this.#seen.has(id));
	}

	/** @param {number} [pages] ends after that many older pages, and in any case at the start of the channel */
	async scrollUp(pages = Infinity) {
		const start = this.page.getByRole('heading', { name: 'Welcome to #general' });
		for (let turn = 0; this.drifts.length < pages && (await start.count()) === 0; turn++) {
			assert.ok(turn < MESSAGES, 'the start is reached');
			await this.#note();
			const before = await this.#wheelUp();
			const older = this.#held.shift();
			if (older) this.drifts.push(await this.#let(older, before));
		}
		await this.#note();
	}

	/** The row at the upper edge, once nothing has moved for longer than a busy machine may hold up smooth scrolling. */
	async atRest() {
		let last = await this.page.evaluate(anchor);
		let since = Date.now();
		await eventually(async () => {
			const now = await this.page.evaluate(anchor);
			const isSame = last !== null && now !== null && now.id === last.id && now.top === last.top;
			if (!isSame) since = Date.now();
			last = now;
			assert.ok(isSame && Date.now() - since >= REST_MS, 'the list comes to rest');
		});
		return last;
	}

	async #wheelUp() {
		const scrollTop = () => logOf(this.page).evaluate((list) => list.scrollTop);
		const from = await scrollTop();
		await this.page.mouse.wheel(0, -600);
		if (from > 0) await eventually(async () => assert.notEqual(await scrollTop(), from, 'the wheel turns'));
		return this.atRest();
	}

	/** @returns how far the row that is read moves at most while the page comes in */
	async #let(older, { id, top: before }) {
		await this.page.evaluate(follow, id);
		const answered = this.page.waitForResponse(older.request().url());
		await older.continue();
		await answered;
		await this.page.getByRole('status').getByText('Loading messages').waitFor({ state: 'detached' });
		await this.atRest();
		const tops = await this.page.evaluate(() => globalThis.stopFollowing());
		assert.ok(
			tops.every((top) => top !== null),
			`the row that was read at ${before} stays in the document: ${tops}`
		);
		return Math.max(...tops.map((top) => Math.abs(top - before)));
	}

	async #note() {
		const articles = logOf(this.page).locator('article');
		const ids = await articles.evaluateAll((rows) => rows.map((row) => row.dataset.message));
		const order = ids.map((id) => this.#positions.get(id));
		assert.deepEqual(
			order,
			order.map((_, index) => order[0] + index),
			'rows follow each other without a gap'
		);
		for (const id of ids) this.#seen.add(id);
		this.nodes = Math.max(this.nodes, await countNodes(this.page));
	}
}

const idsOf = async () => (await owner.history(hall.channel.id)).map(({ id }) => id);

journey(world, 'With less motion a long history does not jump either', async ({ server, arrive }) => {
	const adele = await arrive('adele', { reducedMotion: 'reduce' });
	const reader = await Reader.sitDown(adele, server, await idsOf());
	await reader.scrollUp(3);
	assert.ok(Math.max(...reader.drifts) <= MAX_DRIFT_PX, `the row that was read moved by ${reader.drifts} px`);
});

journey(
	world,
	'A long history scrolls without a jump, and its end is one click away',
	async ({ server, arrive, tell }) => {
		const history = await idsOf();
		assert.equal(history.length, MESSAGES);
		const adele = await arrive('adele', { reducedMotion: 'no-preference' });
		const { page } = adele;
		const reader = await Reader.sitDown(adele, server, history);
		await reader.scrollUp();
		const drift = Math.max(...reader.drifts);
		tell(`drift ${drift.toFixed(2)} px over ${reader.drifts.length} pages, at most ${reader.nodes} nodes`);
		assert.ok(reader.drifts.length >= 10, `${reader.drifts.length} older pages came`);
		assert.ok(drift <= MAX_DRIFT_PX, `the row that was read moved by ${reader.drifts} px`);
		assert.ok(reader.nodes < MAX_NODES, `${reader.nodes} nodes`);
		assert.deepEqual(reader.unseen, [], 'every entry came by');

		// What comes meanwhile is told, and moves nothing.
		const reading = await reader.atRest();
		await owner.post(`/channels/${hall.channel.id}/messages`, { content: 'fresh from the press' });
		const news = page.getByRole('button', { name: '1 new message' });
		await news.waitFor();
		assert.deepEqual(await page.evaluate(anchor), reading);
		await news.click();
		await lineOf(page, 'fresh from the press').waitFor();
		await eventually(async () => assert.ok(await isInSight(lineOf(page, 'fresh from the press'))));
		await news.waitFor({ state: 'detached' });

		await page.mouse.wheel(0, -3_000);
		const present = page.getByRole('button', { name: 'Jump to present' });
		await present.click();
		await present.waitFor({ state: 'detached' });
		await eventually(async () => assert.ok(await isInSight(lineOf(page, 'fresh from the press'))));
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

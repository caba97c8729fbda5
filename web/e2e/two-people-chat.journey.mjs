// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import {
	composerOf,
	createGuild,
	lineOf,
	logOf,
	makeInvite,
	membersOf,
	registerWith,
	say,
	seeChannel,
	setUp,
	shownLines
} from './support/acts.mjs';
import { programOf } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';
import { eventually } from './support/waiting.mjs';

const TYPING_PAUSE_MS = 150;
const DRAFT = 'I was just about to say';

// More than a person may write with the limits of a new installation; those have a journey of their own.
const world = place({ limitsScale: 20 });

/** Somebody who writes one line after the other until told to stop. */
function writer(person, tempoMs) {
	const lines = [];
	let stopped = false;
	const done = (async () => {
		while (!stopped) {
			const text = `${person.name} writes line ${lines.length + 1}`;
			lines.push(text);
			const begun = Date.now();
			await say(person.page, text);
			await pause(Math.max(0, tempoMs - (Date.now() - begun)));
		}
	})();
	// Told when it is awaited; until then a failure must not end the process.
	done.catch(() => undefined);
	return {
		lines,
		/** Returns when that many lines more are written. */
		async more(count) {
			const goal = lines.length + count;
			await Promise.race([
				done,
				eventually(() => assert.ok(lines.length >= goal, `${lines.length} of ${goal} lines`), 20_000)
			]);
		},
		async stop() {
			stopped = true;
			await done;
		}
	};
}

/** All rows of the channel at once: on a screen so tall that nothing has to be scrolled. */
async function readAll(person, expected) {
	const before = person.page.viewportSize();
	await person.page.setViewportSize({ width: before.width, height: 100 * expected });
	const lines = await eventually(async () => {
		await logOf(person.page)
			.getByRole('heading', { name: 'Welcome to #general' })
			.waitFor({ timeout: 1_000 });
		const shown = await shownLines(person.page);
		assert.ok(shown.length >= expected, `${person.name} sees ${shown.length} of ${expected} lines`);
		assert.ok(
			shown.every(({ id }) => id !== null),
			`${person.name} sees lines that are not sent: ${JSON.stringify(shown.filter(({ id }) => !id))}`
		);
		return shown;
	}, 30_000);
	await person.page.setViewportSize(before);
	return lines.map(({ id, text }) => ({ id, text }));
}

journey(
	world,
	'Two people chat, and a kill -9 in the middle costs not a line',
	async ({ server, arrive, tell }) => {
		const adele = await arrive('adele');
		assert.match(server.setupLink, /\/setup#secret=.+/);
		await setUp(adele.page, server.setupLink, 'adele');
		assert.ok(!adele.page.url().includes('secret'), 'the secret has left the address bar');
		await adele.page.getByRole('main').getByRole('button', { name: 'Create a guild' }).waitFor();
		await createGuild(adele.page, 'Harbour');
		const link = await makeInvite(adele.page);

		const boris = await arrive('boris');
		await boris.page.goto(link);
		await boris.page.getByText('adele invites you to').waitFor();
		await boris.page.getByRole('heading', { level: 1, name: 'Harbour' }).waitFor();
		await registerWith(boris.page, link, 'boris');
		await membersOf(adele.page).getByText('boris', { exact: true }).waitFor();

		for (const { page } of [adele, boris]) await page.evaluate(() => (globalThis.sameDocument = true));
		await say(adele.page, 'Welcome, Boris!');
		await lineOf(boris.page, 'Welcome, Boris!').waitFor();
		await say(boris.page, 'Thank you, Adele.');
		await lineOf(adele.page, 'Thank you, Adele.').waitFor();

		const acknowledged = new Map();
		for (const { page } of [adele, boris]) {
			page.on('response', async (response) => {
				if (response.request().method() !== 'POST' || response.status() >= 300) return;
				// A body may be cut off by the kill; then the browser was not told either.
				const answer = await response.json().catch(() => null);
				if (answer?.data.content) acknowledged.set(answer.data.id, answer.data.content);
			});
		}

		const writers = [writer(adele, TYPING_PAUSE_MS), writer(boris, 4 * TYPING_PAUSE_MS)];
		const [hers, his] = writers;
		await hers.more(12);
		const processes = await server.kill();
		assert.ok(processes >= 5, `the server and its PostgreSQL are more than ${processes} processes`);
		const written = hers.lines.length;
		await hers.more(8);
		for (const { page } of [adele, boris]) {
			await page.getByRole('status').getByText('Connection lost.').waitFor();
			await logOf(page).getByRole('article', { name: 'Waits for the connection' }).last().waitFor();
		}
		await his.more(2);
		await his.stop();
		await composerOf(boris.page).pressSequentially(DRAFT);
		const restarted = server.launch();
		await Promise.all([restarted, hers.more(1)]);
		for (const { page } of [adele, boris]) {
			await page
				.getByRole('status')
				.getByText('Connection lost')
				.waitFor({ state: 'hidden', timeout: 40_000 });
		}
		await hers.more(10);
		await hers.stop();
		assert.equal(await composerOf(boris.page).inputValue(), DRAFT, 'what was half typed is still there');
		await composerOf(boris.page).press('Enter');
		his.lines.push(DRAFT);
		await lineOf(adele.page, DRAFT).waitFor({ timeout: 40_000 });
		await lineOf(boris.page, hers.lines.at(-1)).waitFor({ timeout: 40_000 });
		tell(
			`${processes} processes killed after ${written} of ${hers.lines.length} + ${his.lines.length} lines`
		);

		const everything = hers.lines.length + his.lines.length + 2;
		const program = await programOf(server, 'adele');
		const channelId = adele.page.url().split('/').at(-1);
		const history = await program.history(channelId);
		const stored = history.map(({ id, content }) => ({ id, text: content }));
		const by = (name) =>
			history.filter(({ author }) => author.username === name).map(({ content }) => content);
		assert.deepEqual(
			by('adele'),
			['Welcome, Boris!', ...hers.lines],
			"Adele's lines, once each and in her order"
		);
		assert.deepEqual(
			by('boris'),
			['Thank you, Adele.', ...his.lines],
			"Boris's lines, once each and in his order"
		);
		for (const [id, content] of acknowledged) {
			assert.equal(
				stored.find((line) => line.id === id)?.text,
				content,
				`${content} was acknowledged as ${id}`
			);
		}

		assert.deepEqual(await readAll(adele, everything), stored);
		assert.deepEqual(await readAll(boris, everything), stored);
		for (const { page } of [adele, boris]) {
			assert.ok(await page.evaluate(() => globalThis.sameDocument), 'all of it without a reload');
		}
		for (const person of [adele, boris]) {
			await person.page.reload();
			await seeChannel(person.page, 'general');
			await lineOf(person.page, DRAFT).waitFor();
		}
		assert.deepEqual(await readAll(adele, everything), stored, 'the same for Adele after a reload');
		assert.deepEqual(await readAll(boris, everything), stored, 'the same for Boris after a reload');
		assert.equal(await composerOf(boris.page).inputValue(), '');
	}
);

// SPDX-License-Identifier: AGPL-3.0-only
import 'fake-indexeddb/auto';
import { ApiError, NetworkError } from '$lib/api/errors';
import type { Message } from '$lib/api/types';
import { afterEach, describe, expect, it } from 'vitest';
import { Outbox, type Exclusively, type Tabs } from './outbox.svelte';
import { MemoryStorage, openAccountStorage, type AccountStorage, type OutboxLine } from './storage';

/** A server that keeps nonces, and can be told to misbehave. */
class FakeServer {
	readonly messages: Message[] = [];
	/** What happens to the next requests: done before the answer, or in its place. */
	readonly faults: ((accept: () => Message) => Message)[] = [];
	online = true;

	readonly send = async (line: OutboxLine): Promise<Message> => {
		await new Promise((resolve) => setTimeout(resolve));
		if (!this.online) throw new NetworkError('offline');
		const fault = this.faults.shift();
		return fault ? fault(() => this.#accept(line)) : this.#accept(line);
	};

	contents(): string[] {
		return this.messages.map(({ content }) => content);
	}

	#accept({ nonce, channel_id, content }: OutboxLine): Message {
		const known = this.messages.find((message) => message.nonce === nonce);
		if (known) return known;
		const message: Message = {
			id: String(this.messages.length + 1).padStart(26, '0'),
			channel_id,
			guild_id: 'guild',
			content,
			nonce,
			type: 'default',
			author: { id: 'me', username: 'me', bot: false, created_at: '2026-01-01T00:00:00.000Z' },
			created_at: '2026-01-01T00:00:00.000Z'
		};
		this.messages.push(message);
		return message;
	}
}

/** Several tabs in one process: one lock, and every message reaches the others. */
class FakeBrowser {
	#queue: Promise<unknown> = Promise.resolve();
	readonly #tabs = new Set<Tabs>();

	readonly exclusively: Exclusively = (work) => {
		const turn = this.#queue.then(work);
		this.#queue = turn.catch(() => undefined);
		return turn;
	};

	openTab(): Tabs {
		const tab: Tabs = {
			heard: null,
			tell: (what) => {
				for (const other of this.#tabs) if (other !== tab) setTimeout(() => other.heard?.(what));
			},
			close: () => {
				tab.heard = null;
				this.#tabs.delete(tab);
			}
		};
		this.#tabs.add(tab);
		return tab;
	}
}

const opened: Outbox[] = [];
afterEach(() => {
	for (const outbox of opened.splice(0)) outbox.stop();
});

async function tab(storage: AccountStorage, server: FakeServer, browser = new FakeBrowser()) {
	const sent: Message[] = [];
	const outbox = new Outbox({
		storage,
		send: server.send,
		onSent: (message) => sent.push(message),
		exclusively: browser.exclusively,
		tabs: browser.openTab(),
		random: () => 0
	});
	opened.push(outbox);
	await outbox.start();
	return { outbox, sent };
}

/** Polls, since the queue works in its own time; fails after two seconds. */
async function until(condition: () => boolean): Promise<void> {
	const deadline = Date.now() + 2_000;
	while (!condition()) {
		if (Date.now() > deadline) throw new Error('It did not come to that');
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
}

const lines = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);

let accounts = 0;
const database = () => openAccountStorage(`account-${++accounts}`);

describe('the order of typing', () => {
	it('holds for 40 lines written offline and one more at once', async () => {
		const server = new FakeServer();
		server.online = false;
		const { outbox } = await tab(await database(), server);

		for (const line of lines(1, 40)) outbox.add('channel', line);
		await until(() => outbox.stalled);
		server.online = true;
		outbox.wake();
		outbox.add('channel', 'line 41');
		await until(() => server.messages.length === 41);

		expect(server.contents()).toEqual(lines(1, 41));
		await until(() => outbox.lines.length === 0);
	});

	it('holds when the page is closed and opened again in the middle', async () => {
		const server = new FakeServer();
		server.online = false;
		const account = `account-${++accounts}`;
		const first = await tab(await openAccountStorage(account), server);
		for (const line of lines(1, 5)) first.outbox.add('channel', line);
		await until(() => first.outbox.lines.every(({ seq }) => seq !== null));
		first.outbox.stop();

		server.online = true;
		const second = await tab(await openAccountStorage(account), server);
		second.outbox.add('channel', 'line 6');
		await until(() => server.messages.length === 6);

		expect(server.contents()).toEqual(lines(1, 6));
	});

	it('waits a rate limit out, as long as the server says, and nothing overtakes', async () => {
		const server = new FakeServer();
		server.faults.push(
			(accept) => accept(),
			() => {
				throw new ApiError(429, 'rate_limited', 'slow down', {}, 60);
			}
		);
		const { outbox } = await tab(await database(), server);
		const began = Date.now();

		for (const line of lines(1, 4)) outbox.add('channel', line);
		await until(() => server.messages.length === 1);
		outbox.wake();
		await until(() => server.messages.length === 4);

		expect(server.contents()).toEqual(lines(1, 4));
		expect(Date.now() - began).toBeGreaterThanOrEqual(60);
	});
});

describe('new hope', () => {
	it('is not lost on an attempt that still fails', async () => {
		const server = new FakeServer();
		const { outbox } = await tab(await database(), server);
		server.faults.push(() => {
			outbox.wake();
			throw new NetworkError('the last of the outage');
		});
		const began = Date.now();

		outbox.add('channel', 'line');
		await until(() => server.messages.length === 1);

		expect(Date.now() - began).toBeLessThan(500);
	});

	it('is not lost on a queue that has just looked for the last time', async () => {
		const server = new FakeServer();
		const storage = new MemoryStorage();
		const { outbox } = await tab(storage, server);

		// One of these steps lies after the last look and before its end is known.
		for (let steps = 0; steps < 40; steps++) {
			const content = `after ${steps} steps`;
			void outbox.pump();
			for (let step = 0; step < steps; step++) await Promise.resolve();
			void storage.addLine({ nonce: content, channel_id: 'channel', content, failure: null });
			void outbox.pump();
			await until(() => server.contents().at(-1) === content);
			await outbox.pump();
		}
	});
});

describe('a repeated request', () => {
	it('does not double a line whose answer was lost', async () => {
		const server = new FakeServer();
		server.faults.push((accept) => {
			accept();
			throw new NetworkError('Status 502 without a readable body');
		});
		const { outbox, sent } = await tab(await database(), server);

		outbox.add('channel', 'once');
		outbox.add('channel', 'and then this');
		await until(() => outbox.stalled);
		outbox.wake();
		await until(() => outbox.lines.length === 0);

		expect(server.contents()).toEqual(['once', 'and then this']);
		expect(sent).toHaveLength(2);
	});

	it('is not needed when the event came before the answer', async () => {
		const server = new FakeServer();
		server.faults.push((accept) => {
			accept();
			throw new NetworkError('lost');
		});
		const { outbox } = await tab(await database(), server);

		outbox.add('channel', 'once');
		await until(() => outbox.stalled);
		outbox.confirm(server.messages[0]?.nonce ?? '');
		expect(outbox.lines).toEqual([]);
		outbox.wake();
		await outbox.pump();

		expect(server.contents()).toEqual(['once']);
	});
});

describe('two tabs', () => {
	it('share one queue: each line is sent once, in order, and leaves both screens', async () => {
		const server = new FakeServer();
		server.online = false;
		const browser = new FakeBrowser();
		const account = `account-${++accounts}`;
		const left = await tab(await openAccountStorage(account), server, browser);
		const right = await tab(await openAccountStorage(account), server, browser);

		left.outbox.add('channel', 'line 1');
		await until(() => right.outbox.lines.length === 1);
		right.outbox.add('channel', 'line 2');
		await until(() => left.outbox.lines.length === 2);
		left.outbox.add('channel', 'line 3');
		await until(() => right.outbox.lines.length === 3);
		server.online = true;
		right.outbox.wake();
		await until(() => left.outbox.lines.length === 0 && right.outbox.lines.length === 0);

		expect(server.contents()).toEqual(lines(1, 3));
		expect(left.sent.length + right.sent.length).toBe(3);
	});

	it('the second goes on when the first is closed while it waits', async () => {
		const server = new FakeServer();
		server.online = false;
		const browser = new FakeBrowser();
		const account = `account-${++accounts}`;
		const left = await tab(await openAccountStorage(account), server, browser);
		left.outbox.add('channel', 'line 1');
		await until(() => left.outbox.stalled);
		const right = await tab(await openAccountStorage(account), server, browser);

		left.outbox.stop();
		server.online = true;
		right.outbox.wake();
		await until(() => server.messages.length === 1);

		expect(right.sent).toHaveLength(1);
	});
});

describe('a refusal', () => {
	it('marks its line, lets the others through, and can be tried again or dropped', async () => {
		const server = new FakeServer();
		const refuse = () => {
			throw new ApiError(403, 'missing_permission', 'no');
		};
		server.faults.push(refuse, (accept) => accept(), refuse);
		const { outbox } = await tab(await database(), server);

		for (const line of lines(1, 3)) outbox.add('channel', line);
		await until(() => outbox.lines.length === 2 && outbox.lines.every(({ failure }) => failure !== null));
		expect(server.contents()).toEqual(['line 2']);
		const [first, third] = outbox.lines;
		outbox.discard(third?.nonce ?? '');
		outbox.retry(first?.nonce ?? '');
		await until(() => outbox.lines.length === 0);

		expect(server.contents()).toEqual(['line 2', 'line 1']);
	});

	it('survives a reload as what it is', async () => {
		const server = new FakeServer();
		server.faults.push(() => {
			throw new ApiError(400, 'content_too_long', 'no');
		});
		const account = `account-${++accounts}`;
		const first = await tab(await openAccountStorage(account), server);
		first.outbox.add('channel', 'too long');
		await until(() => first.outbox.lines[0]?.failure === 'content_too_long');
		first.outbox.stop();

		const second = await tab(await openAccountStorage(account), server);

		expect(second.outbox.lines).toMatchObject([{ content: 'too long', failure: 'content_too_long' }]);
		expect(server.messages).toEqual([]);
	});

	it('tells the person when the device cannot keep the line', async () => {
		const storage = new MemoryStorage();
		storage.addLine = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
		const { outbox } = await tab(storage, new FakeServer());

		outbox.add('channel', 'no room for this');
		await until(() => outbox.lines[0]?.failure !== null);

		expect(outbox.lines).toMatchObject([{ content: 'no room for this', failure: 'not_stored' }]);
	});
});

it('two accounts on one device do not see each other’s lines', async () => {
	const server = new FakeServer();
	server.online = false;
	const mine = await tab(await database(), server);
	mine.outbox.add('channel', 'mine');
	await until(() => mine.outbox.lines.every(({ seq }) => seq !== null));

	const theirs = await tab(await database(), server);

	expect(theirs.outbox.lines).toEqual([]);
});

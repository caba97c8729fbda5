// SPDX-License-Identifier: AGPL-3.0-only
import { ApiError } from '$lib/api/errors';
import type { Message } from '$lib/api/types';
import { newNonce } from './nonce';
import type { AccountStorage, OutboxLine } from './storage';

/** Runs `work` while no other tab of the account does the same. */
export type Exclusively = (work: () => Promise<void>) => Promise<void>;

/** How tabs tell each other that the queue changed, or that it is worth trying now. */
export interface Tabs {
	tell(what: 'changed' | 'wake'): void;
	heard: ((what: 'changed' | 'wake') => void) | null;
	close(): void;
}

export interface OutboxOptions {
	storage: AccountStorage;
	send: (line: OutboxLine) => Promise<Message>;
	/** The server has the message: it goes the same way as one that an event brings. */
	onSent: (message: Message) => void;
	exclusively: Exclusively;
	tabs: Tabs;
	random?: () => number;
}

/** A line on the screen: without a `seq` it is not on the disk yet. */
export type PendingLine = Omit<OutboxLine, 'seq'> & { seq: number | null };

const RETRY_STEPS_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
/** Refusals that mean "not now": time-out, too early, too many. */
const TEMPORARY_STATUS = new Set([408, 425, 429]);

/**
 * Messages on their way. They are written down before they are sent, go out one after the other in the order of
 * typing, and leave only when the server has them or the person drops them. All tabs of the account share one queue:
 * whichever has the lock sends for all.
 */
export class Outbox {
	#lines = $state.raw<readonly PendingLine[]>([]);
	/** The queue could not reach the server and waits. */
	stalled = $state(false);

	readonly #options: OutboxOptions;
	readonly #random: () => number;
	/** Writes go one after the other, so that the disk has the order of typing. */
	#writes: Promise<unknown> = Promise.resolve();
	#pumping: Promise<void> | null = null;
	#pumpAgain = false;
	#stopped = false;
	#attempt = 0;
	/** There is new hope since the last attempt began. */
	#woken = false;
	#wake: (() => void) | null = null;
	/** Through or dropped: a list read from the disk a moment earlier must not bring them back. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view shows it
	readonly #finished = new Set<string>();

	constructor(options: OutboxOptions) {
		this.#options = options;
		this.#random = options.random ?? Math.random;
		options.tabs.heard = (what) => {
			if (what === 'changed') void this.#reload();
			this.#wakeUp();
		};
	}

	/** In the order of typing; failed ones included. */
	get lines(): readonly PendingLine[] {
		return this.#lines;
	}

	async start(): Promise<void> {
		await this.#reload();
		void this.pump();
	}

	stop(): void {
		this.#stopped = true;
		this.#options.tabs.close();
		this.#wakeUp();
	}

	/** Shows the line at once and writes it down; sending follows by itself. */
	add(channelId: string, content: string): void {
		const line = { nonce: newNonce(), channel_id: channelId, content, failure: null };
		this.#lines = [...this.#lines, { ...line, seq: null }];
		this.#writeDown(line);
	}

	retry(nonce: string): void {
		const found = this.#lines.find((line) => line.nonce === nonce);
		if (!found) return;
		const { seq, ...line } = { ...found, failure: null };
		this.#replace(nonce, (pending) => ({ ...pending, failure: null }));
		if (seq === null) this.#writeDown(line);
		else this.#write(() => this.#options.storage.putLine({ ...line, seq }));
	}

	discard(nonce: string): void {
		this.#forget(nonce);
		this.#write(() => this.#options.storage.removeLine(nonce));
	}

	/** The message is on the server, as an event or an answer says. */
	confirm(nonce: string): void {
		if (this.#lines.some((line) => line.nonce === nonce)) this.discard(nonce);
	}

	/** The connection is back, or the person says so: what waits goes now, whichever tab holds the queue. */
	wake(): void {
		this.#options.tabs.tell('wake');
		this.#wakeUp();
		void this.pump();
	}

	/** Sends until nothing is left to send. Resolves then. */
	pump(): Promise<void> {
		if (this.#stopped) return Promise.resolve();
		this.#pumpAgain = true;
		this.#pumping ??= this.#drain()
			// The device's storage was closed under us, by a log-out in another tab: that tab sends, or nobody does.
			.catch(() => undefined)
			.finally(() => {
				this.#pumping = null;
				// Whoever asked after the last look, but before this, was told that somebody is at it already.
				if (this.#pumpAgain) void this.pump();
			});
		return this.#pumping;
	}

	async #drain(): Promise<void> {
		while (this.#pumpAgain && !this.#stopped) {
			this.#pumpAgain = false;
			await this.#writes;
			await this.#options.exclusively(async () => {
				while (!this.#stopped && (await this.#sendNext()));
			});
		}
		this.stalled = false;
	}

	/** False when nothing is left to send. */
	async #sendNext(): Promise<boolean> {
		// The disk and not the screen: lines of other tabs are only there.
		const line = (await this.#options.storage.lines()).find(({ failure }) => failure === null);
		if (!line) return false;
		this.#woken = false;
		try {
			const message = await this.#options.send(line);
			this.#attempt = 0;
			this.stalled = false;
			this.#options.onSent(message);
			await this.#remove(line.nonce);
		} catch (error) {
			if (this.#stopped) return false;
			if (isFinal(error)) await this.#fail(line, error.code);
			else await this.#wait(error);
		}
		return true;
	}

	async #remove(nonce: string): Promise<void> {
		this.#forget(nonce);
		await this.#options.storage.removeLine(nonce);
		this.#options.tabs.tell('changed');
	}

	async #fail(line: OutboxLine, failure: string): Promise<void> {
		this.#replace(line.nonce, (pending) => ({ ...pending, failure }));
		await this.#options.storage.putLine({ ...line, failure });
		this.#options.tabs.tell('changed');
	}

	/** The whole queue waits: lines behind the first must not overtake it. */
	async #wait(error: unknown): Promise<void> {
		const step = RETRY_STEPS_MS[Math.min(this.#attempt, RETRY_STEPS_MS.length - 1)] ?? 30_000;
		const asked = error instanceof ApiError ? error.retryAfterMs : null;
		this.#attempt += 1;
		// A rate limit is the server at work, not the line gone: nothing to alarm anybody with.
		this.stalled = !(error instanceof ApiError && error.status === 429);
		const limited = asked !== null;
		// The connection came back while this attempt still failed: the next one is due now.
		if (this.#woken && !limited) return;
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, asked ?? step * (1 + 0.25 * this.#random()));
			this.#wake = () => {
				if (limited && !this.#stopped) return;
				clearTimeout(timer);
				resolve();
			};
		});
		this.#wake = null;
	}

	#wakeUp(): void {
		this.#woken = true;
		this.#attempt = 0;
		this.#wake?.();
	}

	#replace(nonce: string, change: (line: PendingLine) => PendingLine): void {
		this.#lines = this.#lines.map((line) => (line.nonce === nonce ? change(line) : line));
	}

	#forget(nonce: string): void {
		this.#finished.add(nonce);
		this.#lines = this.#lines.filter((line) => line.nonce !== nonce);
	}

	#writeDown(line: Omit<OutboxLine, 'seq'>): void {
		this.#options.storage.noteLine(line);
		this.#write(async () => {
			try {
				const seq = await this.#options.storage.addLine(line);
				this.#replace(line.nonce, (pending) => ({ ...pending, seq }));
			} catch {
				// No room on the device. Sending it anyway could lose it, so the person is told.
				this.#replace(line.nonce, (pending) => ({ ...pending, failure: 'not_stored' }));
			}
		});
	}

	#write(work: () => Promise<void>): void {
		this.#writes = this.#writes
			.then(work)
			.then(() => this.#options.tabs.tell('changed'))
			.catch(() => undefined);
		void this.#writes.then(() => this.pump());
	}

	/** Takes over what another tab wrote. Own lines that are not on the disk yet stay, and stay last. */
	async #reload(): Promise<void> {
		await this.#writes;
		const saved = await this.#options.storage.lines();
		const open = saved.filter(({ nonce }) => !this.#finished.has(nonce));
		this.#lines = [...open, ...this.#lines.filter(({ seq }) => seq === null)];
	}
}

/** Sending the same thing again would be refused again. A refused session is not: the next log-in sends the rest. */
function isFinal(error: unknown): error is ApiError {
	return (
		error instanceof ApiError &&
		error.status >= 400 &&
		error.status < 500 &&
		error.status !== 401 &&
		!TEMPORARY_STATUS.has(error.status)
	);
}

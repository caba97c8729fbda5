// SPDX-License-Identifier: AGPL-3.0-only
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { Journal } from './journal';

/** A message that the server has not acknowledged yet. */
export interface OutboxLine {
	/** Rises in the order of typing, over all tabs of the account. */
	seq: number;
	nonce: string;
	channel_id: string;
	content: string;
	/** The error code of a refusal that waiting does not cure; null while it is still to be sent. */
	failure: string | null;
}

/** What one account keeps on this device. Two tabs may hold the same one. */
export interface AccountStorage {
	/** In the order of `seq`. */
	lines(): Promise<OutboxLine[]>;
	/** Notes a line that is about to be added; at once, so that leaving the page does not lose it. */
	noteLine(line: Omit<OutboxLine, 'seq'>): void;
	/** Adds a line, and takes away the draft that it was. */
	addLine(line: Omit<OutboxLine, 'seq'>): Promise<number>;
	putLine(line: OutboxLine): Promise<void>;
	removeLine(nonce: string): Promise<void>;
	drafts(): Promise<[channelId: string, text: string][]>;
	/** An empty text removes the draft. */
	putDraft(channelId: string, text: string): Promise<void>;
	close(): void;
}

interface Schema extends DBSchema {
	outbox: { key: number; value: OutboxLine; indexes: { nonce: string } };
	drafts: { key: string; value: string };
}

const nameOf = (accountId: string) => `amityvox.${accountId}`;

/** The account's database; memory where the browser refuses one, so that writing still works until the page is left. */
export async function openAccountStorage(accountId: string): Promise<AccountStorage> {
	try {
		const db = await openDB<Schema>(nameOf(accountId), 1, {
			upgrade(database) {
				const outbox = database.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
				outbox.createIndex('nonce', 'nonce', { unique: true });
				database.createObjectStore('drafts');
			},
			// Another tab deletes the database at log-out and must not wait for this one.
			blocking: (_current, _blocked, event) => {
				if (event.target instanceof IDBDatabase) event.target.close();
			}
		});
		const storage = new DatabaseStorage(db, new Journal(accountId));
		await storage.recover();
		return storage;
	} catch {
		return new MemoryStorage();
	}
}

/** At log-out: nothing of the account stays on a device that the next person may use. */
export async function deleteAccountStorage(accountId: string): Promise<void> {
	new Journal(accountId).clear();
	try {
		await deleteDB(nameOf(accountId));
	} catch {
		// No database was allowed, so none is left.
	}
}

class DatabaseStorage implements AccountStorage {
	readonly #db: IDBPDatabase<Schema>;
	readonly #journal: Journal;

	constructor(db: IDBPDatabase<Schema>, journal: Journal) {
		this.#db = db;
		this.#journal = journal;
	}

	/** Adds what an earlier page was about to add. */
	async recover(): Promise<void> {
		for (const line of this.#journal.lines()) {
			const there = await this.#db.getKeyFromIndex('outbox', 'nonce', line.nonce);
			if (there === undefined) await this.addLine(line).catch(() => undefined);
			else this.#journal.remove(line.nonce);
		}
	}

	noteLine(line: Omit<OutboxLine, 'seq'>): void {
		this.#journal.write(line);
	}

	lines(): Promise<OutboxLine[]> {
		return this.#db.getAll('outbox');
	}

	/** Line and draft change together: a page that is left right after Enter keeps one of the two, never both. */
	async addLine(line: Omit<OutboxLine, 'seq'>): Promise<number> {
		const tx = this.#db.transaction(['outbox', 'drafts'], 'readwrite');
		const [seq] = await Promise.all([
			// The key is missing on purpose: the store hands it out.
			tx.objectStore('outbox').add(line as OutboxLine),
			tx.objectStore('drafts').delete(line.channel_id),
			tx.done
		]);
		this.#journal.remove(line.nonce);
		return seq;
	}

	async putLine(line: OutboxLine): Promise<void> {
		const tx = this.#db.transaction('outbox', 'readwrite');
		// Put only over what is there: another tab may have seen it through meanwhile.
		if (await tx.store.getKey(line.seq)) await tx.store.put(line);
		await tx.done;
	}

	async removeLine(nonce: string): Promise<void> {
		this.#journal.remove(nonce);
		const tx = this.#db.transaction('outbox', 'readwrite');
		const key = await tx.store.index('nonce').getKey(nonce);
		if (key !== undefined) await tx.store.delete(key);
		await tx.done;
	}

	async drafts(): Promise<[string, string][]> {
		const tx = this.#db.transaction('drafts');
		const [keys, texts] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
		return keys.map((key, index) => [key, texts[index] ?? '']);
	}

	async putDraft(channelId: string, text: string): Promise<void> {
		if (text === '') await this.#db.delete('drafts', channelId);
		else await this.#db.put('drafts', text, channelId);
	}

	close(): void {
		this.#db.close();
	}
}

export class MemoryStorage implements AccountStorage {
	#lines: OutboxLine[] = [];
	#seq = 0;

	async lines(): Promise<OutboxLine[]> {
		return [...this.#lines];
	}

	noteLine(): void {
		// There is nowhere to note it.
	}

	async addLine(line: Omit<OutboxLine, 'seq'>): Promise<number> {
		const seq = ++this.#seq;
		this.#lines.push({ ...line, seq });
		return seq;
	}

	async putLine(line: OutboxLine): Promise<void> {
		this.#lines = this.#lines.map((each) => (each.seq === line.seq ? line : each));
	}

	async removeLine(nonce: string): Promise<void> {
		this.#lines = this.#lines.filter((line) => line.nonce !== nonce);
	}

	async drafts(): Promise<[string, string][]> {
		return [];
	}

	async putDraft(): Promise<void> {
		// Drafts live in their store as long as the page does; there is nowhere to keep them longer.
	}

	close(): void {
		// Holds nothing open.
	}
}

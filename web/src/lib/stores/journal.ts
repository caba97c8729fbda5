// SPDX-License-Identifier: AGPL-3.0-only
import type { OutboxLine } from './storage';

type Line = Omit<OutboxLine, 'seq'>;

/**
 * Lines on their way to the account's database.
 *
 * A page that is left cuts off what it began to write there, but not what it wrote here: this store answers at once.
 * A line that is found here again may have been sent already. Sending it once more changes nothing, since the server
 * knows its nonce.
 */
export class Journal {
	readonly #prefix: string;
	#count = 0;

	constructor(accountId: string) {
		this.#prefix = `amityvox.${accountId}.line.`;
	}

	write(line: Line): void {
		try {
			localStorage.setItem(
				this.#prefix + line.nonce,
				JSON.stringify({ at: Date.now(), count: this.#count++, line })
			);
		} catch {
			// Without it a line is as safe as the database makes it.
		}
	}

	remove(nonce: string): void {
		try {
			localStorage.removeItem(this.#prefix + nonce);
		} catch {
			// It was never written then.
		}
	}

	/** What a page left behind, in the order of typing. */
	lines(): Line[] {
		try {
			return Object.keys(localStorage)
				.filter((key) => key.startsWith(this.#prefix))
				.map((key): { at: number; count: number; line: Line } => JSON.parse(localStorage.getItem(key) ?? ''))
				.sort((a, b) => a.at - b.at || a.count - b.count)
				.map(({ line }) => line);
		} catch {
			return [];
		}
	}

	/** At log-out. */
	clear(): void {
		for (const { nonce } of this.lines()) this.remove(nonce);
	}
}

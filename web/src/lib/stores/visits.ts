// SPDX-License-Identifier: AGPL-3.0-only

const PREFIX = 'amityvox.visits.';

interface Saved {
	guild: string | null;
	channels: Record<string, string>;
	recent: string[];
}

/** As many as help somebody to go back. */
const RECENT = 20;

/** Where the account was last on this device, so that opening the app goes on there. */
export class Visits {
	readonly #key: string;
	readonly #saved: Saved;

	constructor(accountId: string) {
		this.#key = PREFIX + accountId;
		this.#saved = read(this.#key);
	}

	get guild(): string | null {
		return this.#saved.guild;
	}

	channelOf(guildId: string): string | null {
		return this.#saved.channels[guildId] ?? null;
	}

	/** Channels that were open, newest first. */
	get recent(): readonly string[] {
		return this.#saved.recent;
	}

	note(guildId: string, channelId: string): void {
		this.#saved.guild = guildId;
		this.#saved.channels[guildId] = channelId;
		this.#saved.recent = [channelId, ...this.#saved.recent.filter((id) => id !== channelId)].slice(0, RECENT);
		try {
			localStorage.setItem(this.#key, JSON.stringify(this.#saved));
		} catch {
			// Then the app opens with the first channel.
		}
	}

	forget(): void {
		try {
			localStorage.removeItem(this.#key);
		} catch {
			// Nothing was kept.
		}
	}
}

function read(key: string): Saved {
	const empty: Saved = { guild: null, channels: {}, recent: [] };
	try {
		const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
		if (typeof value !== 'object' || value === null) return empty;
		if ('guild' in value && typeof value.guild === 'string') empty.guild = value.guild;
		if ('channels' in value && typeof value.channels === 'object' && value.channels !== null) {
			for (const [guild, channel] of Object.entries(value.channels)) {
				if (typeof channel === 'string') empty.channels[guild] = channel;
			}
		}
		if ('recent' in value && Array.isArray(value.recent)) {
			empty.recent = value.recent.filter((id) => typeof id === 'string').slice(0, RECENT);
		}
	} catch {
		return empty;
	}
	return empty;
}

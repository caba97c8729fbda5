// SPDX-License-Identifier: AGPL-3.0-only

/** Why a place is no longer there for this account. Leaving is one's own act and needs no word. */
export type Farewell =
	{ kind: 'guild_deleted' | 'guild_removed'; name: string } | { kind: 'channel_gone'; name: string };

/** What went away while somebody was there, to be told once and put away by the person. */
export class Farewells {
	#list = $state.raw<readonly (Farewell & { key: number })[]>([]);
	#last = 0;

	get list(): readonly (Farewell & { key: number })[] {
		return this.#list;
	}

	tell(farewell: Farewell): void {
		this.#list = [...this.#list, { ...farewell, key: ++this.#last }];
	}

	dismiss(key: number): void {
		this.#list = this.#list.filter((each) => each.key !== key);
	}
}

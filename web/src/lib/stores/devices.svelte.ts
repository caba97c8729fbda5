// SPDX-License-Identifier: AGPL-3.0-only
import { done, unwrap, type Api } from '$lib/api/client';
import { ApiError } from '$lib/api/errors';
import type { DeviceSession } from '$lib/api/types';

/** Where the account is logged in. Read when somebody looks; nothing tells of changes. */
export class Devices {
	#list = $state.raw<readonly DeviceSession[] | null>(null);
	#status = $state<'idle' | 'loading' | 'failed'>('idle');
	readonly #api: Api;

	constructor(api: Api) {
		this.#api = api;
	}

	/** This one first, then by when they were used last. Null before they were read. */
	get list(): readonly DeviceSession[] | null {
		return this.#list;
	}

	get status(): 'idle' | 'loading' | 'failed' {
		return this.#status;
	}

	async load(): Promise<void> {
		if (this.#status === 'loading') return;
		this.#status = 'loading';
		try {
			const list = await unwrap(this.#api.GET('/api/v1/users/@me/sessions'));
			this.#list = list.toSorted(
				(a, b) => Number(b.current) - Number(a.current) || (a.last_used_at < b.last_used_at ? 1 : -1)
			);
			this.#status = 'idle';
		} catch {
			this.#list = null;
			this.#status = 'failed';
		}
	}

	/**
	 * One after the other. One that is signed out already is as good as any.
	 *
	 * @throws what stopped it; those before are signed out
	 */
	async signOut(sessionIds: readonly string[]): Promise<void> {
		for (const id of sessionIds) {
			try {
				await done(
					this.#api.DELETE('/api/v1/users/@me/sessions/{session}', { params: { path: { session: id } } })
				);
			} catch (error) {
				if (!(error instanceof ApiError && error.code === 'session_not_found')) throw error;
			}
			this.#list = this.#list?.filter((session) => session.id !== id) ?? null;
		}
	}
}

// SPDX-License-Identifier: AGPL-3.0-only
import { createApi, done, unwrap, type Api } from '$lib/api/client';
import type { SelfUser } from '$lib/api/types';

const KEY = 'amityvox.session';

interface Saved {
	token: string;
	account_id: string;
}

/** Who is logged in on this browser. All tabs share it: when it changes in one, the others start afresh. */
export class Session {
	#saved = $state.raw<Saved | null>(null);
	/** The server ended the session; the person did not ask for it. */
	expired = $state(false);
	readonly api: Api;
	readonly #storage: Storage | null;

	constructor(storage: Storage | null = openStorage(), fetch?: (request: Request) => Promise<Response>) {
		this.#storage = storage;
		this.#saved = read(storage);
		this.api = createApi({
			token: () => this.token,
			onUnauthenticated: () => this.expire(),
			...(fetch ? { fetch } : {})
		});
	}

	get token(): string | null {
		return this.#saved?.token ?? null;
	}

	get accountId(): string | null {
		return this.#saved?.account_id ?? null;
	}

	async setUp(body: {
		secret: string;
		username: string;
		password: string;
		instance_name?: string;
	}): Promise<void> {
		this.#begin(await unwrap(this.api.POST('/api/v1/setup', { body })));
	}

	async register(body: { username: string; password: string; invite?: string }): Promise<void> {
		this.#begin(await unwrap(this.api.POST('/api/v1/auth/register', { body })));
	}

	async logIn(body: { username: string; password: string }): Promise<void> {
		this.#begin(await unwrap(this.api.POST('/api/v1/auth/login', { body })));
	}

	/** Ends the session in all tabs; telling the server may fail without keeping anybody logged in. */
	async logOut(): Promise<void> {
		this.#storage?.removeItem(KEY);
		const goodbye = done(this.api.POST('/api/v1/auth/logout')).catch(() => undefined);
		await Promise.race([goodbye, new Promise((resolve) => setTimeout(resolve, 3_000))]);
		this.#clear();
	}

	expire(): void {
		// When another tab logged out on purpose, nothing expired.
		this.expired = this.#storage === null || read(this.#storage)?.token === this.token;
		this.#clear();
	}

	/**
	 * Calls `changed` when another tab logged in (as whoever it was) or out.
	 *
	 * @returns what stops it
	 */
	watch(changed: (isLoggedIn: boolean) => void): () => void {
		const listen = (event: StorageEvent) => {
			// `key` is null when everything was cleared.
			if (event.key !== KEY && event.key !== null) return;
			const token = read(this.#storage)?.token ?? null;
			if (token !== this.token) changed(token !== null);
		};
		addEventListener('storage', listen);
		return () => removeEventListener('storage', listen);
	}

	#begin({ user, token }: { user: SelfUser; token: string }): void {
		this.#saved = { token, account_id: user.id };
		this.expired = false;
		this.#storage?.setItem(KEY, JSON.stringify(this.#saved));
	}

	#clear(): void {
		this.#saved = null;
		this.#storage?.removeItem(KEY);
	}
}

/** Null where the browser closes storage to us: logging in then lasts until the page is left. */
function openStorage(): Storage | null {
	try {
		return localStorage;
	} catch {
		return null;
	}
}

function read(storage: Storage | null): Saved | null {
	const text = storage?.getItem(KEY);
	if (!text) return null;
	try {
		const value: unknown = JSON.parse(text);
		if (
			typeof value === 'object' &&
			value !== null &&
			'token' in value &&
			typeof value.token === 'string' &&
			'account_id' in value &&
			typeof value.account_id === 'string'
		) {
			return { token: value.token, account_id: value.account_id };
		}
	} catch {
		return null;
	}
	return null;
}

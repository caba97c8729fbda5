// SPDX-License-Identifier: AGPL-3.0-only
import { createApi, type Api } from '$lib/api/client';
import type { ReadyGuild, User } from '$lib/api/types';
import type { Client } from '$lib/stores/client.svelte';
import { Devices } from '$lib/stores/devices.svelte';
import { World } from '$lib/stores/world.svelte';

export interface Answer {
	status?: number;
	/** What stands in `data`, or in `error` when the status says so. */
	body?: unknown;
}

export interface Call {
	method: string;
	path: string;
	body: unknown;
}

export const time = '2026-11-24T18:00:00.000Z';
export const user = (id: string, changes: Partial<User> = {}): User => ({
	id,
	username: id,
	bot: false,
	created_at: time,
	...changes
});

/** A server that answers by method and path, and notes what it was asked. What it does not know is no network. */
export function server(answers: Record<string, Answer | ((body: unknown) => Answer)>) {
	const calls: Call[] = [];
	const api: Api = createApi({
		token: () => 'token',
		onUnauthenticated: () => undefined,
		baseUrl: 'http://test.example',
		fetch: async (request) => {
			const path = new URL(request.url).pathname.replace('/api/v1', '');
			const text = await request.text();
			const body: unknown = text === '' ? undefined : JSON.parse(text);
			calls.push({ method: request.method, path, body });
			const made = answers[`${request.method} ${path}`];
			if (!made) throw new TypeError('offline');
			const { status = 200, body: answer } = typeof made === 'function' ? made(body) : made;
			if (status === 204) return new Response(null, { status });
			const envelope = status < 400 ? { data: answer } : { error: answer };
			return new Response(JSON.stringify(envelope), {
				status,
				headers: { 'Content-Type': 'application/json' }
			});
		}
	});
	return { api, calls };
}

/** As much of a client as components outside the conversation need, after a READY with these guilds. */
export function clientOf(api: Api, guilds: ReadyGuild[] = [], more: Partial<Client> = {}): Client {
	const world = new World(api);
	world.apply({
		t: 'READY',
		d: {
			session_id: 's',
			user: { ...user('mo'), admin: false, status: 'online' },
			settings: {},
			guilds,
			direct_channels: [],
			relationships: [],
			read_states: [],
			presences: [],
			voice_states: []
		}
	});
	const part: Partial<Client> = {
		accountId: 'mo',
		world,
		devices: new Devices(api),
		...more
	};
	return part as Client;
}

// SPDX-License-Identifier: AGPL-3.0-only
import { done, unwrap } from '$lib/api/client';
import type { Message } from '$lib/api/types';
import type { GatewayEvent } from '$lib/gateway/events';
import { SvelteMap } from 'svelte/reactivity';
import { Activity } from './activity';
import { Connection } from './connection.svelte';
import { Devices } from './devices.svelte';
import { Drafts } from './drafts.svelte';
import { Folds } from './folds.svelte';
import { Outbox } from './outbox.svelte';
import type { Session } from './session.svelte';
import { deleteAccountStorage, openAccountStorage, type AccountStorage, type OutboxLine } from './storage';
import { lockFor, openTabs } from './tabs';
import { Visits } from './visits';
import { World } from './world.svelte';

/** What a person can choose to be seen as. */
export type ChosenStatus = 'online' | 'idle' | 'dnd' | 'invisible';

/** A request that hangs would hold the whole queue; repeating it doubles nothing. */
const SEND_TIMEOUT_MS = 20_000;

/** Everything one logged-in account has in this tab. Made when the app opens, stopped when it closes. */
export class Client {
	readonly accountId: string;
	readonly world: World;
	readonly connection: Connection;
	readonly outbox: Outbox;
	readonly drafts: Drafts;
	readonly visits: Visits;
	readonly folds: Folds;
	/** When one's last message was seen to be sent, by channel and by the clock here: slow mode counts from it. */
	readonly lastSent = new SvelteMap<string, number>();
	readonly devices: Devices;
	readonly #activity: Activity;
	#idle = $state(false);
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- no view shows it
	readonly #newestOwn = new Map<string, string>();
	readonly #session: Session;
	readonly #storage: AccountStorage;

	/** Opens what the account keeps on this device first, so that nothing typed earlier appears late. */
	static async open(session: Session, accountId: string): Promise<Client> {
		const storage = await openAccountStorage(accountId);
		const client = new Client(session, accountId, storage);
		await client.drafts.load().catch(() => undefined);
		await client.outbox.start();
		client.connection.start();
		client.#activity.start();
		addEventListener('pagehide', client.#leaving);
		return client;
	}

	private constructor(session: Session, accountId: string, storage: AccountStorage) {
		this.#session = session;
		this.#storage = storage;
		this.accountId = accountId;
		this.world = new World(session.api);
		this.drafts = new Drafts(storage);
		this.visits = new Visits(accountId);
		this.folds = new Folds(accountId);
		this.devices = new Devices(session.api);
		this.outbox = new Outbox({
			storage,
			send: (line) => this.#send(line),
			onSent: (message) => this.#apply({ t: 'MESSAGE_CREATE', d: message }),
			exclusively: lockFor(accountId),
			tabs: openTabs(accountId)
		});
		this.connection = new Connection({
			token: () => session.token,
			onEvent: (event) => this.#apply(event),
			onTokenInvalid: () => session.expire(),
			onHope: () => {
				this.outbox.wake();
				this.world.readStates.wake();
			}
		});
		this.#activity = new Activity((presence) => {
			this.#idle = presence === 'idle';
			this.connection.setPresence(presence);
		});
	}

	/** Nobody has touched this page for a while. Other devices of the same person may be in use. */
	get isIdle(): boolean {
		return this.#idle;
	}

	/** Stops without forgetting: what is not sent waits for the account's next log-in. */
	stop(): void {
		this.#leaving();
		this.#halt();
	}

	/** Leaves nothing of the account on this device. */
	async logOut(): Promise<void> {
		this.#halt();
		this.visits.forget();
		this.folds.forget();
		await deleteAccountStorage(this.accountId);
		await this.#session.logOut();
	}

	async setDisplayName(name: string): Promise<void> {
		const self = await unwrap(
			this.#session.api.PATCH('/api/v1/users/@me', { body: { display_name: name === '' ? null : name } })
		);
		this.#apply({ t: 'ACCOUNT_UPDATE', d: self });
	}

	/** What others see of the account; `online` leaves it to the devices. */
	async setStatus(status: ChosenStatus): Promise<void> {
		const self = await unwrap(this.#session.api.PATCH('/api/v1/users/@me', { body: { status } }));
		this.#apply({ t: 'ACCOUNT_UPDATE', d: self });
	}

	/** Ends the account's other sessions; this one goes on. */
	async changePassword(current: string, next: string): Promise<void> {
		await done(
			this.#session.api.POST('/api/v1/auth/password', {
				body: { current_password: current, new_password: next }
			})
		);
	}

	/** Tells the server what could still be lost. */
	readonly #leaving = () => {
		if (this.#session.token) this.world.readStates.flush();
	};

	#halt(): void {
		removeEventListener('pagehide', this.#leaving);
		this.#activity.stop();
		this.connection.stop();
		this.outbox.stop();
		this.world.stop();
		this.#storage.close();
	}

	#apply(event: GatewayEvent): void {
		this.world.apply(event);
		if (event.t !== 'MESSAGE_CREATE' || event.d.author.id !== this.accountId) return;
		// The answer and the event tell of the same message; slow mode counts from the first word of it.
		if (this.#newestOwn.get(event.d.channel_id) !== event.d.id) {
			this.#newestOwn.set(event.d.channel_id, event.d.id);
			this.lastSent.set(event.d.channel_id, Date.now());
		}
		if (event.d.nonce) this.outbox.confirm(event.d.nonce);
		// Whoever answers has read what stands above the answer.
		this.world.readStates.read(event.d.channel_id, event.d.id);
	}

	#send(line: OutboxLine): Promise<Message> {
		return unwrap(
			this.#session.api.POST('/api/v1/channels/{channel}/messages', {
				params: { path: { channel: line.channel_id } },
				body: { content: line.content, nonce: line.nonce },
				signal: AbortSignal.timeout(SEND_TIMEOUT_MS)
			})
		);
	}
}

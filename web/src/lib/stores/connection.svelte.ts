// SPDX-License-Identifier: AGPL-3.0-only
import {
	GatewayConnection,
	openSocket,
	type DevicePresence,
	type GatewayEnd,
	type GatewayState
} from '$lib/gateway/connection';
import type { GatewayEvent } from '$lib/gateway/events';

/**
 * What a person is told: `connecting` before the first screen, `online`, `reconnecting`, `offline` when the browser
 * itself has no network, `outdated` when the server no longer speaks this client's protocol.
 */
export type ConnectionStatus = 'connecting' | 'online' | 'reconnecting' | 'offline' | 'outdated';

export interface ConnectionOptions {
	token: () => string | null;
	onEvent: (event: GatewayEvent) => void;
	onTokenInvalid: () => void;
	/** Ready again, or the browser says that it may be. */
	onHope: () => void;
}

/** The gateway as the screen sees it. */
export class Connection {
	#state = $state<GatewayState>('connecting');
	#online = $state(navigator.onLine);
	#outdated = $state(false);
	/** READY came at least once: there is something to show. */
	#everReady = $state(false);
	readonly #gateway: GatewayConnection;
	readonly #release: () => void;

	readonly status = $derived.by<ConnectionStatus>(() => {
		if (this.#outdated) return 'outdated';
		if (this.#state === 'ready') return 'online';
		if (!this.#online) return 'offline';
		return this.#everReady ? 'reconnecting' : 'connecting';
	});

	constructor({ token, onEvent, onTokenInvalid, onHope }: ConnectionOptions) {
		this.#gateway = new GatewayConnection({
			open: () => openSocket(),
			token,
			client: { name: 'AmityVox Web', version: __APP_VERSION__, os: navigator.platform || 'unknown' },
			onEvent,
			onState: (state) => {
				this.#state = state;
				if (state !== 'ready') return;
				this.#everReady = true;
				onHope();
			},
			onEnd: (reason: GatewayEnd) => {
				if (reason === 'token_invalid') onTokenInvalid();
				this.#outdated = reason === 'unsupported_version';
			},
			onProtocolError: (reason) => console.error('The gateway refused a frame:', reason)
		});
		const wake = () => {
			this.#online = navigator.onLine;
			if (document.visibilityState === 'hidden' && !this.#online) return;
			this.#gateway.wake();
			onHope();
		};
		const seen = () => {
			if (document.visibilityState === 'visible') wake();
		};
		const lost = () => {
			this.#online = false;
			// Browsers say so without knowing: a line within the house may still stand. Asking shows it.
			this.#gateway.wake();
		};
		addEventListener('online', wake);
		addEventListener('offline', lost);
		document.addEventListener('visibilitychange', seen);
		this.#release = () => {
			removeEventListener('online', wake);
			removeEventListener('offline', lost);
			document.removeEventListener('visibilitychange', seen);
		};
	}

	get everReady(): boolean {
		return this.#everReady;
	}

	start(): void {
		this.#gateway.start();
	}

	stop(): void {
		this.#release();
		this.#gateway.stop();
	}

	setPresence(presence: DevicePresence): void {
		this.#gateway.setPresence(presence);
	}

	/** The person asks: now. */
	retry(): void {
		this.#gateway.wake();
	}
}

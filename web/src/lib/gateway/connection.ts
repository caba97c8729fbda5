// SPDX-License-Identifier: AGPL-3.0-only
import { backoffMs } from './backoff';
import { CloseCode, Op, readFrame, type Frame, type GatewayEvent } from './events';

/**
 * - `connecting`: no session yet; the next thing is READY
 * - `ready`: events flow
 * - `resuming`: had a session, is getting back to it (or waits to try again)
 * - `closed`: stopped on purpose, by us or for a reason that trying again does not cure
 */
export type GatewayState = 'connecting' | 'ready' | 'resuming' | 'closed';

/** Why the connection will not come back by itself. */
export type GatewayEnd = 'stopped' | 'token_invalid' | 'unsupported_version';

/** What this device tells about the person in front of it. A new session begins as `online`. */
export type DevicePresence = 'online' | 'idle';

/** As much of a WebSocket as is needed here. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'onmessage' | 'onclose'>;

export interface GatewayOptions {
	open: () => Socket;
	token: () => string | null;
	client: { name: string; version: string; os: string };
	/** Called in order, one event at a time. The cursor moves on only when it returns. */
	onEvent: (event: GatewayEvent) => void;
	onState: (state: GatewayState) => void;
	onEnd: (reason: GatewayEnd) => void;
	/** A close that says this client is wrong (4002). */
	onProtocolError?: (reason: string) => void;
	random?: () => number;
}

/** From opening a socket to the server's Hello. */
const HELLO_TIMEOUT_MS = 10_000;
/** An answer to a heartbeat sent because the page woke up. */
const PROBE_TIMEOUT_MS = 5_000;
/** The server allows ten seconds after op 7; spread over half of them. */
const RECONNECT_SPREAD_MS = 5_000;

type Timer = ReturnType<typeof setTimeout>;

/** One person's line to the gateway: opens, identifies, beats, notices a dead line, resumes. Knows no event by name but READY and RESUMED. */
export class GatewayConnection {
	readonly #options: GatewayOptions;
	readonly #random: () => number;

	#state: GatewayState = 'closed';
	#socket: Socket | null = null;
	#sessionId: string | null = null;
	#cursor: string | null = null;
	#attempt = 0;
	#malformedOnce = false;
	#presence: DevicePresence = 'online';
	/** The server was told at least once: what a resumed session remembers of it may be old. */
	#presenceTold = false;

	#awaitingAck = false;
	#interval = 0;
	#helloTimer: Timer | undefined;
	#beatTimer: Timer | undefined;
	#probeTimer: Timer | undefined;
	#retryTimer: Timer | undefined;

	constructor(options: GatewayOptions) {
		this.#options = options;
		this.#random = options.random ?? Math.random;
	}

	get state(): GatewayState {
		return this.#state;
	}

	start(): void {
		if (this.#state !== 'closed') return;
		this.#connect();
	}

	stop(): void {
		this.#end('stopped', 1000);
	}

	/** The browser says that it is online or visible again: what waits goes now, what stands is checked. */
	wake(): void {
		if (this.#retryTimer !== undefined) {
			this.#connect();
		} else if (this.#socket && this.#interval > 0 && this.#probeTimer === undefined) {
			this.#beat();
			this.#probeTimer = setTimeout(() => this.#lost(CloseCode.zombie), PROBE_TIMEOUT_MS);
		}
	}

	/** Tells the server now, and again after each reconnect. */
	setPresence(presence: DevicePresence): void {
		if (presence === this.#presence) return;
		this.#presence = presence;
		if (this.#state === 'ready') this.#tellPresence();
	}

	#connect(): void {
		clearTimeout(this.#retryTimer);
		this.#retryTimer = undefined;
		this.#drop();
		this.#become(this.#sessionId ? 'resuming' : 'connecting');
		const socket = this.#options.open();
		this.#socket = socket;
		socket.onmessage = ({ data }) => {
			if (this.#socket === socket) this.#receive(data);
		};
		socket.onclose = ({ code, reason }) => {
			if (this.#socket === socket) this.#lost(code, reason);
		};
		this.#helloTimer = setTimeout(() => this.#lost(CloseCode.zombie), HELLO_TIMEOUT_MS);
	}

	#receive(data: unknown): void {
		const frame = readFrame(data);
		if (!frame) return;
		switch (frame.op) {
			case Op.hello:
				this.#greet(frame.d);
				return;
			case Op.heartbeat:
				this.#beat();
				return;
			case Op.heartbeatAck:
				this.#awaitingAck = false;
				clearTimeout(this.#probeTimer);
				this.#probeTimer = undefined;
				return;
			case Op.dispatch:
				this.#dispatch(frame);
				return;
			case Op.invalidSession:
				this.#forget();
				this.#become('connecting');
				this.#identify();
				return;
			case Op.reconnect:
				// Not a failure: leave the socket open meanwhile, since events still come.
				clearTimeout(this.#retryTimer);
				this.#retryTimer = setTimeout(() => this.#connect(), this.#random() * RECONNECT_SPREAD_MS);
				return;
		}
	}

	#greet(d: unknown): void {
		clearTimeout(this.#helloTimer);
		const interval =
			typeof d === 'object' && d !== null && 'heartbeat_interval' in d ? Number(d.heartbeat_interval) : NaN;
		this.#interval = interval > 0 ? interval : 30_000;
		this.#awaitingAck = false;
		this.#beatTimer = setTimeout(() => this.#beatOnTime(), this.#interval * this.#random());
		if (this.#sessionId && this.#cursor) {
			this.#send({
				op: Op.resume,
				d: { token: this.#options.token(), session_id: this.#sessionId, s: this.#cursor }
			});
		} else {
			this.#identify();
		}
	}

	#identify(): void {
		this.#send({ op: Op.identify, d: { token: this.#options.token(), client: this.#options.client } });
	}

	#dispatch(frame: Frame): void {
		// The one place where the wire is believed: the server's types and ours are generated from one source,
		// and whoever gets the event ignores names it does not know.
		const event = { t: frame.t, d: frame.d } as GatewayEvent;
		if (event.t === 'READY') this.#sessionId = event.d.session_id;
		this.#options.onEvent(event);
		if (frame.s !== undefined) this.#cursor = frame.s;
		if (event.t === 'READY' || event.t === 'RESUMED') {
			this.#attempt = 0;
			this.#malformedOnce = false;
			this.#become('ready');
			if (this.#presenceTold || this.#presence !== 'online') this.#tellPresence();
		}
	}

	#tellPresence(): void {
		this.#presenceTold = true;
		this.#send({ op: Op.updatePresence, d: { status: this.#presence } });
	}

	#beatOnTime(): void {
		if (this.#awaitingAck) {
			this.#lost(CloseCode.zombie);
			return;
		}
		this.#beat();
	}

	/** Whoever asked for it, the next one is due a whole interval later, so an answer always has that long. */
	#beat(): void {
		if (this.#interval === 0) return;
		this.#awaitingAck = true;
		clearTimeout(this.#beatTimer);
		this.#beatTimer = setTimeout(() => this.#beatOnTime(), this.#interval);
		this.#send({ op: Op.heartbeat, d: this.#cursor });
	}

	/** The socket is gone, or as good as gone: what follows depends on why. */
	#lost(code: number, reason = ''): void {
		if (code === CloseCode.tokenInvalid) {
			this.#end('token_invalid');
			return;
		}
		if (code === CloseCode.unsupportedVersion) {
			this.#end('unsupported_version');
			return;
		}
		if (code === CloseCode.malformed) {
			this.#options.onProtocolError?.(reason);
			// Once may be a frame of the old session; a second time the session itself is the trouble.
			if (this.#malformedOnce) this.#forget();
			this.#malformedOnce = true;
		}
		if (code === CloseCode.tooManyFrames) this.#attempt = Math.max(this.#attempt, 3);
		this.#drop();
		this.#become(this.#sessionId ? 'resuming' : 'connecting');
		clearTimeout(this.#retryTimer);
		this.#retryTimer = setTimeout(() => this.#connect(), backoffMs(this.#attempt, this.#random));
		this.#attempt += 1;
	}

	#end(reason: GatewayEnd, code?: number): void {
		clearTimeout(this.#retryTimer);
		this.#retryTimer = undefined;
		this.#drop(code);
		this.#forget();
		this.#attempt = 0;
		this.#become('closed');
		this.#options.onEnd(reason);
	}

	#forget(): void {
		this.#sessionId = null;
		this.#cursor = null;
	}

	/** Lets go of the socket without waiting for its close event: a dead line may need minutes for it. */
	#drop(code: number = CloseCode.zombie): void {
		clearTimeout(this.#helloTimer);
		clearTimeout(this.#beatTimer);
		clearTimeout(this.#probeTimer);
		this.#probeTimer = undefined;
		this.#awaitingAck = false;
		this.#interval = 0;
		const socket = this.#socket;
		this.#socket = null;
		if (!socket) return;
		socket.onmessage = socket.onclose = null;
		socket.close(code);
	}

	#send(frame: Frame): void {
		this.#socket?.send(JSON.stringify(frame));
	}

	#become(state: GatewayState): void {
		if (state === this.#state) return;
		this.#state = state;
		this.#options.onState(state);
	}
}

/** A browser socket to the gateway of this page's own server. */
export function openSocket(origin: string = location.origin): Socket {
	return new WebSocket(`${origin.replace(/^http/, 'ws')}/api/v1/gateway?v=1`);
}

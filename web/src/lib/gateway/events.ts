// SPDX-License-Identifier: AGPL-3.0-only
import type { components } from '$lib/api/schema';

/** What is left of each member of a union. */
type Bare<E> = E extends unknown ? Omit<E, 'op' | 's'> : never;

/** Everything op 0 can carry, told apart by `t`, without the frame around it. Generated from the server's own types. */
export type GatewayEvent = Bare<components['schemas']['GatewayEvent']>;

export type EventName = GatewayEvent['t'];

export type EventOf<T extends EventName> = Extract<GatewayEvent, { t: T }>;

/** Operation numbers of the protocol. */
export const Op = {
	dispatch: 0,
	heartbeat: 1,
	identify: 2,
	updatePresence: 3,
	resume: 6,
	reconnect: 7,
	invalidSession: 9,
	hello: 10,
	heartbeatAck: 11
} as const;

/** Close codes after which a client does more than resume. */
export const CloseCode = {
	malformed: 4002,
	tokenInvalid: 4004,
	tooManyFrames: 4008,
	unsupportedVersion: 4012,
	/** Ours: the other side has stopped answering. */
	zombie: 4900
} as const;

export interface Frame {
	op: number;
	d?: unknown;
	t?: string;
	s?: string;
}

/** Null when the text is no frame. Fields of the wrong kind count as absent. */
export function readFrame(text: unknown): Frame | null {
	if (typeof text !== 'string') return null;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	if (typeof value !== 'object' || value === null || !('op' in value) || typeof value.op !== 'number')
		return null;
	const frame: Frame = { op: value.op };
	if ('d' in value) frame.d = value.d;
	if ('t' in value && typeof value.t === 'string') frame.t = value.t;
	if ('s' in value && typeof value.s === 'string') frame.s = value.s;
	return frame;
}

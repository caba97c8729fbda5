// SPDX-License-Identifier: AGPL-3.0-only
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoffMs } from './backoff';
import { GatewayConnection, type GatewayEnd, type GatewayState, type Socket } from './connection';
import type { GatewayEvent } from './events';

class FakeSocket implements Socket {
	onmessage: Socket['onmessage'] = null;
	onclose: Socket['onclose'] = null;
	readonly sent: { op: number; d: Record<string, unknown> | string | null }[] = [];
	closedWith: number | undefined;

	send(text: string): void {
		this.sent.push(JSON.parse(text));
	}

	close(code?: number): void {
		this.closedWith = code;
	}

	receives(frame: object): void {
		const event = new MessageEvent('message', { data: JSON.stringify(frame) });
		this.onmessage?.call(new EventTarget() as WebSocket, event);
	}

	breaks(code: number): void {
		this.onclose?.call(new EventTarget() as WebSocket, new CloseEvent('close', { code }));
	}

	greets(interval = 30_000): void {
		this.receives({ op: 10, d: { heartbeat_interval: interval } });
	}

	makesReady(s = '100'): void {
		this.greets();
		this.receives({ op: 0, t: 'READY', s, d: { session_id: 'session-1', guilds: [] } });
	}

	ops(): number[] {
		return this.sent.map(({ op }) => op);
	}
}

function world() {
	const sockets: FakeSocket[] = [];
	const states: GatewayState[] = [];
	const ends: GatewayEnd[] = [];
	const events: GatewayEvent[] = [];
	const connection = new GatewayConnection({
		open: () => {
			const socket = new FakeSocket();
			sockets.push(socket);
			return socket;
		},
		token: () => 'the-token',
		client: { name: 'test', version: '1', os: 'test' },
		onEvent: (event) => events.push(event),
		onState: (state) => states.push(state),
		onEnd: (end) => ends.push(end),
		random: () => 0.5
	});
	const socket = () => {
		const last = sockets.at(-1);
		if (!last) throw new Error('No socket was opened');
		return last;
	};
	return { connection, sockets, socket, states, ends, events };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the start', () => {
	it('waits for Hello, identifies, and is ready with READY', () => {
		const { connection, socket, states, events } = world();

		connection.start();
		expect(socket().sent).toEqual([]);
		socket().greets();
		expect(socket().sent[0]).toMatchObject({ op: 2, d: { token: 'the-token', client: { name: 'test' } } });
		socket().receives({ op: 0, t: 'READY', s: '7', d: { session_id: 'x', guilds: [] } });

		expect(states).toEqual(['connecting', 'ready']);
		expect(events.map(({ t }) => t)).toEqual(['READY']);
	});

	it('gives a server that never says Hello ten seconds', () => {
		const { connection, sockets, socket } = world();

		connection.start();
		vi.advanceTimersByTime(10_000);
		expect(socket().closedWith).toBe(4900);
		vi.advanceTimersByTime(1_125);

		expect(sockets).toHaveLength(2);
	});

	it('ignores text that is no frame and operations it does not know', () => {
		const { connection, socket, states } = world();

		connection.start();
		socket().onmessage?.call(
			new EventTarget() as WebSocket,
			new MessageEvent('message', { data: '{nonsense' })
		);
		socket().receives({ op: 99, d: 1 });
		socket().makesReady();

		expect(states.at(-1)).toBe('ready');
	});
});

describe('heartbeats', () => {
	it('send the newest cursor, the first after a jittered interval', () => {
		const { connection, socket } = world();

		connection.start();
		socket().makesReady('41');
		socket().receives({ op: 0, t: 'MESSAGE_CREATE', s: '42', d: { id: 'm' } });
		vi.advanceTimersByTime(14_999);
		expect(socket().ops()).toEqual([2]);
		vi.advanceTimersByTime(1);

		expect(socket().sent.at(-1)).toEqual({ op: 1, d: '42' });
	});

	it('go on while they are answered', () => {
		const { connection, sockets, socket } = world();

		connection.start();
		socket().makesReady();
		vi.advanceTimersByTime(15_000);
		for (let beat = 0; beat < 5; beat++) {
			socket().receives({ op: 11, d: null });
			vi.advanceTimersByTime(30_000);
		}

		expect(socket().ops()).toEqual([2, 1, 1, 1, 1, 1, 1]);
		expect(sockets).toHaveLength(1);
	});

	it('find a dead line when the next one is due, close it and resume', () => {
		const { connection, sockets, socket, states } = world();

		connection.start();
		socket().makesReady('100');
		vi.advanceTimersByTime(15_000 + 30_000);
		expect(sockets[0]?.closedWith).toBe(4900);
		expect(states.at(-1)).toBe('resuming');
		vi.advanceTimersByTime(1_125);
		socket().greets();

		expect(socket().sent[0]).toEqual({
			op: 6,
			d: { token: 'the-token', session_id: 'session-1', s: '100' }
		});
	});

	it('answer at once when the server asks, and give that one a whole interval too', () => {
		const { connection, sockets, socket } = world();

		connection.start();
		socket().makesReady();
		vi.advanceTimersByTime(14_000);
		socket().receives({ op: 1, d: null });
		expect(socket().sent.at(-1)).toEqual({ op: 1, d: '100' });
		vi.advanceTimersByTime(2_000);

		expect(sockets).toHaveLength(1);
		expect(socket().ops()).toEqual([2, 1]);
	});
});

describe('after a loss', () => {
	it.each([1001, 1006, 4000, 4003, 4008, 4009, 4010])('close code %i resumes with the cursor', (code) => {
		const { connection, sockets, socket } = world();

		connection.start();
		socket().makesReady('100');
		socket().breaks(code);
		while (sockets.length === 1) vi.advanceTimersByTime(125);
		socket().greets();

		expect(socket().sent[0]).toMatchObject({ op: 6, d: { s: '100' } });
	});

	it('is ready again with RESUMED, having handed on what was replayed in order', () => {
		const { connection, socket, states, events } = world();

		connection.start();
		socket().makesReady('100');
		socket().breaks(1006);
		vi.advanceTimersByTime(1_125);
		socket().greets();
		socket().receives({ op: 0, t: 'MESSAGE_CREATE', s: '101', d: { id: 'a' } });
		socket().receives({ op: 0, t: 'MESSAGE_CREATE', s: '102', d: { id: 'b' } });
		expect(states.at(-1)).toBe('resuming');
		socket().receives({ op: 0, t: 'RESUMED', s: '102', d: { replayed: 2 } });

		expect(states.at(-1)).toBe('ready');
		expect(events.map(({ t }) => t)).toEqual(['READY', 'MESSAGE_CREATE', 'MESSAGE_CREATE', 'RESUMED']);
	});

	it('does not move the cursor for an event that was not handled', () => {
		const { connection, socket, events } = world();
		const failing = vi.spyOn(events, 'push').mockImplementationOnce(() => 1);

		connection.start();
		socket().makesReady('100');
		failing.mockImplementationOnce(() => {
			throw new Error('a fault in a store');
		});
		expect(() => socket().receives({ op: 0, t: 'MESSAGE_CREATE', s: '101', d: {} })).toThrow();
		socket().breaks(1006);
		vi.advanceTimersByTime(1_125);
		socket().greets();

		expect(socket().sent[0]).toMatchObject({ op: 6, d: { s: '100' } });
	});

	it('waits 1, 2, 5, 10, 30 seconds and then 30 for ever', () => {
		const { connection, sockets, socket } = world();

		connection.start();
		const waits: number[] = [];
		for (let attempt = 0; attempt < 7; attempt++) {
			socket().breaks(1006);
			const before = sockets.length;
			let waited = 0;
			while (sockets.length === before) {
				vi.advanceTimersByTime(125);
				waited += 125;
			}
			waits.push(waited);
		}

		expect(waits).toEqual([1_125, 2_250, 5_625, 11_250, 33_750, 33_750, 33_750]);
	});

	it('starts over with one second once it was ready', () => {
		const { connection, sockets, socket } = world();

		connection.start();
		socket().breaks(1006);
		vi.advanceTimersByTime(1_125);
		socket().breaks(1006);
		vi.advanceTimersByTime(2_250);
		socket().makesReady();
		socket().breaks(1006);
		vi.advanceTimersByTime(1_125);

		expect(sockets).toHaveLength(4);
	});

	it('after too many frames waits longer', () => {
		const { connection, sockets, socket } = world();

		connection.start();
		socket().makesReady();
		socket().breaks(4008);
		vi.advanceTimersByTime(11_249);
		expect(sockets).toHaveLength(1);
		vi.advanceTimersByTime(1);

		expect(sockets).toHaveLength(2);
	});

	it('ignores what an abandoned socket still says', () => {
		const { connection, sockets, socket, events } = world();

		connection.start();
		socket().makesReady();
		socket().breaks(1006);
		vi.advanceTimersByTime(1_125);
		sockets[0]?.receives({ op: 0, t: 'MESSAGE_CREATE', s: '999', d: {} });

		expect(events).toHaveLength(1);
	});
});

describe('the server says', () => {
	it('invalid session: identifies on the same socket', () => {
		const { connection, sockets, socket, states } = world();

		connection.start();
		socket().makesReady();
		socket().breaks(1006);
		vi.advanceTimersByTime(1_125);
		socket().greets();
		socket().receives({ op: 9, d: { reason: 'too_far' } });
		expect(states.at(-1)).toBe('connecting');
		expect(socket().ops()).toEqual([6, 2]);
		socket().receives({ op: 0, t: 'READY', s: '500', d: { session_id: 'session-2', guilds: [] } });

		expect(sockets).toHaveLength(2);
		expect(states.at(-1)).toBe('ready');
	});

	it('reconnect: resumes within ten seconds and hears events until then', () => {
		const { connection, sockets, socket, events } = world();

		connection.start();
		socket().makesReady();
		socket().receives({ op: 7, d: null });
		socket().receives({ op: 0, t: 'MESSAGE_CREATE', s: '101', d: { id: 'a' } });
		vi.advanceTimersByTime(9_999);
		socket().greets();

		expect(events).toHaveLength(2);
		expect(sockets).toHaveLength(2);
		expect(socket().sent[0]).toMatchObject({ op: 6, d: { s: '101' } });
	});

	it('token invalid: ends, and nothing tries again', () => {
		const { connection, sockets, socket, states, ends } = world();

		connection.start();
		socket().greets();
		socket().breaks(4004);
		vi.advanceTimersByTime(600_000);
		connection.wake();

		expect(ends).toEqual(['token_invalid']);
		expect(states.at(-1)).toBe('closed');
		expect(sockets).toHaveLength(1);
	});

	it('unsupported version: ends with that reason', () => {
		const { connection, socket, ends } = world();

		connection.start();
		socket().breaks(4012);

		expect(ends).toEqual(['unsupported_version']);
	});

	it('malformed frame: resumes once, and the second time begins a new session', () => {
		const { connection, socket } = world();

		connection.start();
		socket().makesReady();
		socket().breaks(4002);
		vi.advanceTimersByTime(1_125);
		socket().greets();
		expect(socket().ops()).toEqual([6]);
		socket().breaks(4002);
		vi.advanceTimersByTime(2_250);
		socket().greets();

		expect(socket().ops()).toEqual([2]);
	});
});

describe('presence of the device', () => {
	const ready = () => {
		const made = world();
		made.connection.start();
		made.socket().makesReady();
		return { connection: made.connection, last: made.socket };
	};

	it('is told when it changes, and only then', () => {
		const { connection, last } = ready();
		connection.setPresence('online');
		connection.setPresence('idle');
		connection.setPresence('idle');
		connection.setPresence('online');

		expect(last().sent.slice(1)).toEqual([
			{ op: 3, d: { status: 'idle' } },
			{ op: 3, d: { status: 'online' } }
		]);
	});

	it('is told again on the next socket, once that is ready', () => {
		const { connection, last } = ready();
		connection.setPresence('idle');
		last().breaks(1006);
		vi.advanceTimersByTime(2_000);
		last().greets();
		expect(last().ops()).toEqual([6]);

		last().receives({ op: 0, t: 'RESUMED', s: '101', d: { replayed: 0 } });
		expect(last().sent.at(-1)).toEqual({ op: 3, d: { status: 'idle' } });
	});

	it('that changed without a line is told when there is one, also back to online', () => {
		const { connection, last } = ready();
		connection.setPresence('idle');
		last().breaks(1006);
		connection.setPresence('online');
		vi.advanceTimersByTime(2_000);
		last().greets();
		last().receives({ op: 0, t: 'RESUMED', s: '101', d: { replayed: 0 } });

		expect(last().sent.at(-1)).toEqual({ op: 3, d: { status: 'online' } });
	});
});

describe('waking up', () => {
	it('connects at once instead of waiting on', () => {
		const { connection, sockets, socket } = world();

		connection.start();
		for (let attempt = 0; attempt < 4; attempt++) {
			socket().breaks(1006);
			vi.advanceTimersByTime(40_000);
		}
		socket().breaks(1006);
		const before = sockets.length;
		connection.wake();

		expect(sockets).toHaveLength(before + 1);
	});

	it('checks a standing line, and gives it up after five silent seconds', () => {
		const { connection, sockets, socket } = world();

		connection.start();
		socket().makesReady();
		connection.wake();
		expect(socket().ops()).toEqual([2, 1]);
		vi.advanceTimersByTime(5_000);

		expect(sockets[0]?.closedWith).toBe(4900);
	});

	it('keeps a line that answers', () => {
		const { connection, sockets, socket } = world();

		connection.start();
		socket().makesReady();
		connection.wake();
		socket().receives({ op: 11, d: null });
		vi.advanceTimersByTime(20_000);

		expect(sockets).toHaveLength(1);
	});
});

it('stops for good when asked', () => {
	const { connection, sockets, socket, ends } = world();

	connection.start();
	socket().makesReady();
	connection.stop();
	vi.advanceTimersByTime(600_000);

	expect(sockets).toHaveLength(1);
	expect(socket().closedWith).toBe(1000);
	expect(ends).toEqual(['stopped']);
});

it('the jitter is at most a quarter', () => {
	expect(backoffMs(0, () => 0)).toBe(1_000);
	expect(backoffMs(4, () => 0.999_999)).toBe(37_500);
});

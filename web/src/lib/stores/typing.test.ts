// SPDX-License-Identifier: AGPL-3.0-only
import type { GatewayEvent } from '$lib/gateway/events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Typing } from './typing.svelte';

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 18, 0, second)).toISOString();
const writes = (user_id: string, second = 10, channel_id = 'garden') =>
	({ t: 'TYPING_START', d: { channel_id, user_id, started_at: at(second) } }) as const;
const says = (id: string, second = 11) =>
	({
		t: 'MESSAGE_CREATE',
		d: {
			id: 'm1',
			channel_id: 'garden',
			guild_id: 'guild',
			author: { id, username: id, bot: false, created_at: at(0) },
			content: 'hello',
			type: 'default',
			created_at: at(second)
		}
	}) as const satisfies GatewayEvent;

describe('typing', () => {
	const send = vi.fn<(channelId: string) => Promise<void>>();
	let typing: Typing;

	beforeEach(() => {
		vi.useFakeTimers();
		send.mockReset().mockResolvedValue();
		typing = new Typing(send);
	});

	afterEach(() => {
		typing.stop();
		vi.useRealTimers();
	});

	it('shows people in the order in which they began, each once', () => {
		typing.apply(writes('rosa'));
		typing.apply(writes('mo'));
		typing.apply(writes('rosa', 12));

		expect(typing.in('garden')).toEqual(['rosa', 'mo']);
		expect(typing.in('general')).toEqual([]);
	});

	it('ends eight seconds after the last sign, whatever the clock of the server says', () => {
		typing.apply(writes('rosa', 0));
		vi.advanceTimersByTime(7_000);
		typing.apply(writes('rosa', 50));
		vi.advanceTimersByTime(7_999);
		expect(typing.in('garden')).toEqual(['rosa']);

		vi.advanceTimersByTime(1);
		expect(typing.in('garden')).toEqual([]);
	});

	it('ends when the message is there, and a sign from before it does not bring it back', () => {
		typing.apply(writes('rosa', 10));
		typing.apply(says('rosa', 11));
		expect(typing.in('garden')).toEqual([]);

		typing.apply(writes('rosa', 10));
		expect(typing.in('garden')).toEqual([]);

		typing.apply(writes('rosa', 12));
		expect(typing.in('garden')).toEqual(['rosa']);
	});

	it('one person ends without the others', () => {
		typing.apply(writes('rosa'));
		typing.apply(writes('mo'));
		typing.apply(says('rosa'));

		expect(typing.in('garden')).toEqual(['mo']);
	});

	it('tells others at most every five seconds, at once after a line was sent', () => {
		typing.write('garden');
		vi.advanceTimersByTime(4_999);
		typing.write('garden');
		expect(send).toHaveBeenCalledTimes(1);

		vi.advanceTimersByTime(1);
		typing.write('garden');
		expect(send).toHaveBeenCalledTimes(2);

		typing.sent('garden');
		typing.write('garden');
		expect(send).toHaveBeenCalledTimes(3);
	});

	it('each channel counts for itself, and a failure is nothing', async () => {
		send.mockRejectedValue(new Error('offline'));
		typing.write('garden');
		typing.write('general');
		await vi.advanceTimersByTimeAsync(0);

		expect(send.mock.calls.map(([channelId]) => channelId)).toEqual(['garden', 'general']);
	});
});

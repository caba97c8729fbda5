// SPDX-License-Identifier: AGPL-3.0-only
import { ApiError, NetworkError } from '$lib/api/errors';
import type { ReadState } from '$lib/api/types';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReadStates, type SendAck } from './readStates.svelte';

const told = (last_read_id: string, channel_id = 'garden') =>
	({ t: 'READ_STATE_UPDATE', d: { channel_id, last_read_id } }) as const;

describe('read states', () => {
	const send = vi.fn<SendAck>();
	let states: ReadStates;

	beforeEach(() => {
		vi.useFakeTimers();
		send.mockReset().mockImplementation(async (channel_id, last_read_id) => ({ channel_id, last_read_id }));
		states = new ReadStates(send);
	});

	afterEach(() => {
		states.stop();
		vi.useRealTimers();
	});

	const sent = () => send.mock.calls.map(([, messageId]) => messageId);
	const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

	it('counts here at once, and tells the server', async () => {
		states.read('garden', 'm3');

		expect(states.lastReadId('garden')).toBe('m3');
		expect(send).toHaveBeenCalledWith('garden', 'm3', false);
		await settle();
		expect(states.lastReadId('garden')).toBe('m3');
	});

	it('tells at most once a second, and the last place is never lost', async () => {
		for (const id of ['m1', 'm2', 'm3']) states.read('garden', id);
		await settle(500);
		states.read('garden', 'm4');
		await settle(499);
		expect(sent()).toEqual(['m1']);

		await settle(1);
		expect(sent()).toEqual(['m1', 'm4']);
		await settle(10_000);
		expect(sent()).toEqual(['m1', 'm4']);
	});

	it('two channels do not wait for each other', () => {
		states.read('garden', 'm1');
		states.read('general', 'm2');

		expect(sent()).toEqual(['m1', 'm2']);
	});

	it('does not go back by reading, nor tell what is known', async () => {
		states.apply(told('m5'));
		states.read('garden', 'm4');
		states.read('garden', 'm5');

		expect(send).not.toHaveBeenCalled();
		expect(states.lastReadId('garden')).toBe('m5');
	});

	it('goes back when the person says so, and on the other devices too', async () => {
		states.apply(told('m5'));
		states.markUnreadAfter('garden', 'm2');
		expect(states.lastReadId('garden')).toBe('m2');
		await settle();
		expect(sent()).toEqual(['m2']);

		states.apply(told('m1'));
		expect(states.lastReadId('garden')).toBe('m1');
	});

	it('keeps what it could not tell, and tells it on return', async () => {
		send.mockRejectedValueOnce(new NetworkError('offline'));
		states.read('garden', 'm3');
		await settle();
		expect(states.lastReadId('garden')).toBe('m3');

		states.wake();
		await settle();
		expect(sent()).toEqual(['m3', 'm3']);
	});

	it('tries again by itself', async () => {
		send.mockRejectedValueOnce(new ApiError(503, 'unavailable', '', {}, 2_000));
		states.read('garden', 'm3');
		await settle(1_999);
		expect(sent()).toEqual(['m3']);

		await settle(1);
		expect(sent()).toEqual(['m3', 'm3']);
	});

	it('takes a refusal as final', async () => {
		send.mockRejectedValueOnce(new ApiError(404, 'message_not_found', ''));
		states.apply(told('m1'));
		states.read('garden', 'm3');
		await settle(60_000);

		expect(sent()).toEqual(['m3']);
		expect(states.lastReadId('garden')).toBe('m1');
	});

	it('drops what another device has overtaken', async () => {
		send.mockRejectedValueOnce(new NetworkError('offline'));
		states.read('garden', 'm3');
		await settle();
		states.apply(told('m7'));
		states.wake();
		await settle(60_000);

		expect(sent()).toEqual(['m3']);
		expect(states.lastReadId('garden')).toBe('m7');
	});

	it('an older place that comes late does not undo what was read here', async () => {
		let answer: (state: ReadState) => void = () => undefined;
		send.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
		states.read('garden', 'm3');
		states.read('garden', 'm4');
		states.apply(told('m3'));
		expect(states.lastReadId('garden')).toBe('m4');

		answer({ channel_id: 'garden', last_read_id: 'm3' });
		await settle();
		expect(states.lastReadId('garden')).toBe('m4');
		await settle(1_000);
		expect(sent()).toEqual(['m3', 'm4']);
	});

	it('tells the rest when the page goes away', async () => {
		states.read('garden', 'm1');
		await settle();
		states.read('garden', 'm2');
		states.flush();

		expect(send).toHaveBeenLastCalledWith('garden', 'm2', true);
	});
});

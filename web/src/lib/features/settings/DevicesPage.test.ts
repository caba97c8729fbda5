// SPDX-License-Identifier: AGPL-3.0-only
import type { DeviceSession } from '$lib/api/types';
import { clientOf, server, time } from '$lib/features/client.testing';
import WithClient from '$lib/features/WithClient.testing.svelte';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import DevicesPage from './DevicesPage.svelte';

const device = (id: string, name: string, last_used_at = time, current = false): DeviceSession => ({
	id,
	device: name,
	address: '192.168.1.20',
	created_at: time,
	last_used_at,
	current
});
const sessions = [
	device('phone', 'Firefox on Android', '2026-11-23T18:00:00.000Z'),
	device('here', 'Chrome on Linux', '2026-11-22T18:00:00.000Z', true),
	device('old', 'Safari on iPhone', '2026-10-01T18:00:00.000Z')
];

function show(answers: Parameters<typeof server>[0]) {
	const { api, calls } = server(answers);
	render(WithClient, { props: { client: clientOf(api), component: DevicesPage } });
	return calls;
}

const list = { 'GET /users/@me/sessions': { body: sessions } };
const rows = async () => (await screen.findAllByRole('listitem')).map((row) => row.textContent ?? '');

afterEach(cleanup);

describe('devices', () => {
	it('this one comes first and says so, and cannot be signed out here', async () => {
		show(list);

		const [first, second, third] = await rows();
		expect(first).toContain('Chrome on Linux');
		expect(first).toContain('This device');
		expect([second, third].join()).toMatch(/Firefox.*Safari/s);
		const here = (await screen.findAllByRole('listitem'))[0];
		expect(here && within(here).queryByRole('button')).toBeNull();
	});

	it('one is signed out, and the others stay', async () => {
		const calls = show({ ...list, 'DELETE /users/@me/sessions/phone': { status: 204 } });
		await fireEvent.click(await screen.findByRole('button', { name: 'Sign out Firefox on Android' }));

		await waitFor(async () => expect(await rows()).toHaveLength(2));
		expect(calls.at(-1)).toMatchObject({ method: 'DELETE', path: '/users/@me/sessions/phone' });
		expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Devices' }));
		expect(screen.getByRole('status').textContent).toBe('1 device was signed out.');
	});

	it('all others are, after a question; one that is gone already is no failure', async () => {
		const calls = show({
			...list,
			'DELETE /users/@me/sessions/phone': { status: 404, body: { code: 'session_not_found', message: '' } },
			'DELETE /users/@me/sessions/old': { status: 204 }
		});
		await fireEvent.click(await screen.findByRole('button', { name: 'Sign out everywhere else' }));
		expect(calls).toHaveLength(1);
		await fireEvent.click(await screen.findByRole('button', { name: 'Sign out everywhere else' }));

		await screen.findByText('You are logged in on this device only.');
		expect(calls.slice(1).map(({ path }) => path)).toEqual([
			'/users/@me/sessions/phone',
			'/users/@me/sessions/old'
		]);
	});

	it('a failure is told, and what could not be signed out stays', async () => {
		show(list);
		await fireEvent.click(await screen.findByRole('button', { name: 'Sign out Safari on iPhone' }));

		expect((await screen.findByRole('alert')).textContent).toContain('It was not signed out.');
		expect(await rows()).toHaveLength(3);
	});

	it('a list that does not load can be asked for again', async () => {
		let fails = true;
		show({
			'GET /users/@me/sessions': () =>
				fails ? { status: 500, body: { code: 'internal_error', message: '' } } : { body: sessions }
		});
		const again = await screen.findByRole('button', { name: 'Try again' });
		fails = false;
		await fireEvent.click(again);

		expect(await rows()).toHaveLength(3);
	});
});

// SPDX-License-Identifier: AGPL-3.0-only
import { ApiError } from '$lib/api/errors';
import { clientOf, server } from '$lib/features/client.testing';
import WithClient from '$lib/features/WithClient.testing.svelte';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import PasswordPage from './PasswordPage.svelte';

const change = vi.fn<(current: string, next: string) => Promise<void>>();

beforeEach(() => {
	change.mockReset().mockResolvedValue();
	const client = clientOf(server({}).api, [], { changePassword: change });
	render(WithClient, { props: { client, component: PasswordPage } });
});

afterEach(cleanup);

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);

async function fill(current: string, next: string, repeat = next) {
	await fireEvent.input(field('Current password'), { target: { value: current } });
	await fireEvent.input(field('New password'), { target: { value: next } });
	await fireEvent.input(field('New password once more'), { target: { value: repeat } });
	await fireEvent.click(screen.getByRole('button', { name: 'Change password' }));
}

describe('changing the password', () => {
	it('says what it does to other devices before and after, and forgets what was typed', async () => {
		expect(screen.getByText(/signs out all your other devices/)).toBeTruthy();
		await fill('old sentence', 'new sentence');

		expect(change).toHaveBeenCalledWith('old sentence', 'new sentence');
		await screen.findByText(/your other devices are signed out/);
		expect(field('Current password').value).toBe('');
		expect(field('New password').value).toBe('');
	});

	it('a wrong one is told at its field, which takes the focus', async () => {
		change.mockRejectedValue(new ApiError(400, 'wrong_password', ''));
		await fill('wrong', 'new sentence');

		await waitFor(() => expect(field('Current password').getAttribute('aria-invalid')).toBe('true'));
		expect(document.activeElement).toBe(field('Current password'));
		expect(field('New password').getAttribute('aria-invalid')).toBeNull();
		expect(field('New password').value).toBe('new sentence');
	});

	it('a bad new one is told at the new one', async () => {
		change.mockRejectedValue(new ApiError(400, 'password_too_short', ''));
		await fill('old sentence', 'short');

		await waitFor(() => expect(field('New password').getAttribute('aria-invalid')).toBe('true'));
	});

	it('two that differ are never sent', async () => {
		await fill('old sentence', 'new sentence', 'new sentense');

		expect(field('New password once more').getAttribute('aria-invalid')).toBe('true');
		expect(change).not.toHaveBeenCalled();

		await fireEvent.input(field('New password once more'), { target: { value: 'new sentence' } });
		expect(field('New password once more').getAttribute('aria-invalid')).toBeNull();
	});
});

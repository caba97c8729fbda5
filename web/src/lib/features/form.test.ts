// SPDX-License-Identifier: AGPL-3.0-only
import { ApiError, NetworkError } from '$lib/api/errors';
import { t } from '$lib/text/en';
import { describe, expect, it } from 'vitest';
import { Form } from './form.svelte';

const fault = (field: string) =>
	new ApiError(400, 'invalid_request', 'No', {
		fields: [{ field, rule: 'some_rule', message: `About ${field}` }]
	});

describe('a form', () => {
	it('puts a refusal at its field, and nothing above the form then', async () => {
		const form = new Form({ name: [], code: ['invite_not_found'] });
		await form.run(() => Promise.reject(fault('name')));
		expect(form.error('name')).toBe('About name');
		expect(form.error('code')).toBeNull();
		expect(form.notice).toBeNull();
		await form.run(() => Promise.reject(new ApiError(404, 'invite_not_found', 'No')));
		expect(form.error('name')).toBeNull();
		expect(form.error('code')).toBe(t.errors.invite_not_found);
	});

	it('says above all what is about no field that it shows', async () => {
		const form = new Form({ name: [] });
		await form.run(() => Promise.reject(fault('position')));
		expect(form.notice).toBe('About position');
		await form.run(() => Promise.reject(new NetworkError('gone')));
		expect(form.notice).toBe(t.errorNetwork);
	});

	it('runs one submission at a time and forgets the failure with the next', async () => {
		const form = new Form();
		let finish: () => void = () => undefined;
		const first = form.run(() => new Promise((resolve) => (finish = resolve)));
		expect(form.busy).toBe(true);
		expect(await form.run(() => Promise.reject(new Error('never runs')))).toBe(false);
		finish();
		expect(await first).toBe(true);
		await form.run(() => Promise.reject(new Error('x')));
		expect(form.notice).not.toBeNull();
		await form.run(() => Promise.resolve());
		expect(form.notice).toBeNull();
	});

	it('makes something else once it is opened anew', () => {
		const form = new Form();
		const { nonce } = form;
		form.reset();
		expect(form.nonce).not.toBe(nonce);
	});
});

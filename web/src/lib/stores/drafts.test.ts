// SPDX-License-Identifier: AGPL-3.0-only
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { Drafts } from './drafts.svelte';
import { deleteAccountStorage, openAccountStorage } from './storage';

async function opened(account: string): Promise<Drafts> {
	const drafts = new Drafts(await openAccountStorage(account));
	await drafts.load();
	return drafts;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('drafts', () => {
	it('are kept per channel, the newest text of each', async () => {
		const drafts = await opened('mo');
		for (const text of ['h', 'ha', 'half', 'half a', 'half a thou']) drafts.set('general', text);
		drafts.set('garden', 'roses');
		await settled();

		const again = await opened('mo');

		expect(again.get('general')).toBe('half a thou');
		expect(again.get('garden')).toBe('roses');
	});

	it('that were sent or emptied are gone', async () => {
		const drafts = await opened('rosa');
		drafts.set('general', 'soon sent');
		drafts.set('general', '');
		await settled();

		expect((await opened('rosa')).get('general')).toBe('');
	});

	it('belong to one account, and log-out leaves nothing of them', async () => {
		const drafts = await opened('jonas');
		drafts.set('general', 'private');
		await settled();
		expect((await opened('aylin')).get('general')).toBe('');

		await deleteAccountStorage('jonas');

		expect((await opened('jonas')).get('general')).toBe('');
	});
});

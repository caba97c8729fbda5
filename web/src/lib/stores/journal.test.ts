// SPDX-License-Identifier: AGPL-3.0-only
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { deleteAccountStorage, openAccountStorage } from './storage';

const line = (nonce: string, content: string) => ({
	nonce,
	channel_id: '01J00000000000000000000001',
	content,
	failure: null
});

describe('lines of a page that was left', () => {
	afterEach(async () => {
		await deleteAccountStorage('rosa');
		localStorage.clear();
	});

	it('are there when the account is opened again, in the order of typing', async () => {
		const left = await openAccountStorage('rosa');
		left.noteLine(line('b', 'first'));
		left.noteLine(line('a', 'second'));
		left.close();

		const opened = await openAccountStorage('rosa');

		expect((await opened.lines()).map(({ content }) => content)).toEqual(['first', 'second']);
		opened.close();
	});

	it('take the draft away that they were', async () => {
		const left = await openAccountStorage('rosa');
		await left.putDraft('01J00000000000000000000001', 'fir');
		left.noteLine(line('a', 'first'));
		left.close();

		const opened = await openAccountStorage('rosa');

		expect(await opened.drafts()).toEqual([]);
		opened.close();
	});

	it('are not noted any longer than it takes to add them', async () => {
		const storage = await openAccountStorage('rosa');
		storage.noteLine(line('a', 'first'));
		await storage.addLine(line('a', 'first'));

		expect(Object.keys(localStorage)).toEqual([]);
		storage.close();
	});

	it('are added once, also when both were written', async () => {
		const left = await openAccountStorage('rosa');
		await left.addLine(line('a', 'first'));
		left.noteLine(line('a', 'first'));
		left.close();

		const opened = await openAccountStorage('rosa');

		expect(await opened.lines()).toHaveLength(1);
		expect(Object.keys(localStorage)).toEqual([]);
		opened.close();
	});

	it('are gone after log-out', async () => {
		const left = await openAccountStorage('rosa');
		left.noteLine(line('a', 'first'));
		left.close();

		await deleteAccountStorage('rosa');

		expect(Object.keys(localStorage)).toEqual([]);
	});
});

// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { mismatch } from './mismatch';

describe('how a word fits', () => {
	it('the closer, the less', () => {
		const texts = [
			'garden',
			'gardening',
			'the-garden',
			'the-gardening',
			'kindergarden',
			'gxaxrxdxexn',
			'graden'
		];

		const scores = texts.map((text) => mismatch('garden', text));

		expect(scores).toEqual(scores.toSorted((a, b) => a - b));
		expect(new Set(scores).size).toBe(scores.length);
		expect(scores).not.toContain(Infinity);
	});

	it.each(['gerden', 'graden', 'gaarden', 'gaden', 'gardne'])('forgives %s', (word) => {
		expect(mismatch(word, 'garden')).toBeLessThan(Infinity);
	});

	it.each(['gxxden', 'gren-x', 'kitchen', 'gal'])('does not find %s', (word) => {
		expect(mismatch(word, 'garden')).toBe(Infinity);
	});

	it('takes the first letters of words', () => {
		expect(mismatch('nf', 'neighbours and friends')).toBeLessThan(Infinity);
	});
});

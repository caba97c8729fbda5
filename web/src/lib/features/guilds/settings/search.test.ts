// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { found } from './search';

describe('search', () => {
	it.each([
		['', ['Rosa'], true],
		['ro', ['Rosa'], true],
		['os', ['Rosa'], false],
		['JÖRG', ['jorg'], true],
		['jorg', ['Jörg Müller'], true],
		['mul jo', ['Jörg Müller'], true],
		['tom', ['Rosa', 'tom.w'], true],
		['w', ['Rosa', 'tom.w'], true],
		['xaver', ['Rosa', undefined], false]
	])('%j in %j: %j', (query, texts, expected) => {
		expect(found(query, texts)).toBe(expected);
	});
});

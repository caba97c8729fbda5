// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { idAt, timeOf } from './ulid';

describe('ids carry their time', () => {
	it('reads what the specification of ULID gives as its example', () => {
		expect(timeOf('01ARYZ6S41TSV4RRFFQ69G5FAV')).toBe(1_469_918_176_385);
	});

	it('is NaN for what is no ULID', () => {
		expect(timeOf('general')).toBeNaN();
		expect(timeOf('01ARYZ6S4')).toBeNaN();
	});

	it('makes an id that parts before from after', () => {
		const border = idAt(1_469_918_176_385);

		expect(timeOf(border)).toBe(1_469_918_176_385);
		expect('01ARYZ6S41TSV4RRFFQ69G5FAV' < border).toBe(true);
		expect('01ARYZ6S420000000000000000' > border).toBe(true);
	});
});

// SPDX-License-Identifier: AGPL-3.0-only

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;

/** When the id was made, in milliseconds since 1970; NaN when it is no ULID. */
export function timeOf(ulid: string): number {
	if (ulid.length < TIME_DIGITS) return NaN;
	let time = 0;
	for (const digit of ulid.slice(0, TIME_DIGITS)) {
		const value = DIGITS.indexOf(digit);
		if (value < 0) return NaN;
		time = time * DIGITS.length + value;
	}
	return time;
}

/** Lies after every id that was made before this millisecond and before every one made later. */
export function idAt(time: number): string {
	let prefix = '';
	for (let rest = Math.max(0, Math.floor(time)); prefix.length < TIME_DIGITS; rest = Math.floor(rest / 32)) {
		prefix = (DIGITS[rest % 32] ?? '0') + prefix;
	}
	return prefix + 'Z'.repeat(16);
}

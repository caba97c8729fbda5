// SPDX-License-Identifier: AGPL-3.0-only

const UNITS = [
	{ seconds: 86_400, name: 'd' },
	{ seconds: 3_600, name: 'h' },
	{ seconds: 60, name: 'min' },
	{ seconds: 1, name: 's' }
] as const;

/** The two largest units of what is left, rounded up so that it never says nothing is: "2 min 5 s", "6 d 23 h". */
export function timeLeft(ms: number): string {
	let seconds = Math.max(1, Math.ceil(ms / 1000));
	const largest = UNITS.findIndex((unit) => seconds >= unit.seconds);
	return UNITS.slice(largest, largest + 2)
		.map(({ seconds: size, name }) => {
			const count = Math.floor(seconds / size);
			seconds -= count * size;
			return count > 0 ? `${count} ${name}` : '';
		})
		.filter(Boolean)
		.join(' ');
}

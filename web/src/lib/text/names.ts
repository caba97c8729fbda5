// SPDX-License-Identifier: AGPL-3.0-only

/** One or two letters for a tile or an avatar: "Nachbarn & Freunde" → "NF", "Mo" → "Mo". */
export function initials(name: string): string {
	const words = name.split(/[\s_.&+/-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
	const [first, second] = words;
	if (!first) return letters(name.trim(), 1) || '?';
	if (!second) return letters(first, 2);
	return (letters(first, 1) + letters(second, 1)).toLocaleUpperCase('en');
}

function letters(word: string, n: number): string {
	const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
	return Array.from(segmenter.segment(word), ({ segment }) => segment)
		.slice(0, n)
		.join('');
}

/** A number from 0 to `n` - 1 that stays the same for an id. */
export function bucket(id: string, n: number): number {
	let hash = 0;
	for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
	return hash % n;
}

/** Characters as the server counts them. */
export function characters(text: string): number {
	return Array.from(text).length;
}

/** The order of names in a list: whatever the case and the accents, and "Room 9" before "Room 10". */
export function byName(a: { name: string }, b: { name: string }): number {
	return a.name.localeCompare(b.name, 'en', { sensitivity: 'base', numeric: true });
}

// SPDX-License-Identifier: AGPL-3.0-only

/**
 * How badly a word fits a text: 0 when it is the text, more the further it is from that, `Infinity` when it does not
 * fit at all. Knows no script: letters are whatever Unicode calls so.
 */
export function mismatch(word: string, text: string): number {
	if (text === word) return 0;
	if (text.startsWith(word)) return 1;
	const parts = text.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
	if (parts.includes(word)) return 2;
	if (parts.some((part) => part.startsWith(word))) return 3;
	if (text.includes(word)) return 4;
	if (parts.some((part) => part[0] === word[0] && holdsInOrder(word, part))) return 5;
	if (holdsInOrder(word, parts.map((part) => part[0]).join(''))) return 5;
	if (word.length > 3 && parts.some((part) => isOneOff(word, part))) return 6;
	return Infinity;
}

/** "gdn" in "garden". */
function holdsInOrder(word: string, text: string): boolean {
	let at = -1;
	for (const letter of word) {
		at = text.indexOf(letter, at + 1);
		if (at === -1) return false;
	}
	return true;
}

/** The word begins the text but for one letter that is wrong, missing, too much, or swapped with its neighbour. */
function isOneOff(word: string, text: string): boolean {
	let at = 0;
	while (at < word.length && word[at] === text[at]) at += 1;
	const rest = word.slice(at);
	const left = text.slice(at);
	const swapped = rest.slice(1, 2) + rest.slice(0, 1) + rest.slice(2);
	return (
		left.slice(1).startsWith(rest.slice(1)) ||
		left.slice(1).startsWith(rest) ||
		left.startsWith(rest.slice(1)) ||
		left.startsWith(swapped)
	);
}

// SPDX-License-Identifier: AGPL-3.0-only

/** Whether each word of `query` begins a word in one of the texts, whatever the case and the accents. */
export function found(query: string, texts: readonly (string | undefined)[]): boolean {
	const words = plain(query).split(/\s+/u).filter(Boolean);
	const all = texts.map((text) => plain(text ?? ''));
	return words.every((word) => all.some((text) => beginsWord(text, word)));
}

function beginsWord(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
		if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
	}
	return false;
}

function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('en');
}

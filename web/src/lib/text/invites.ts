// SPDX-License-Identifier: AGPL-3.0-only

/** The code in a pasted link of any host, or in a bare code; null when it is neither. */
export function inviteCode(pasted: string): string | null {
	const text = pasted.trim();
	const match =
		/\/invite\/([A-Za-z0-9_-]{4,64})(?:[/?#]|$)/.exec(text) ?? /^([A-Za-z0-9_-]{4,64})$/.exec(text);
	return match?.[1] ?? null;
}

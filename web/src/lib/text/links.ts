// SPDX-License-Identifier: AGPL-3.0-only

export type Segment = { kind: 'text'; text: string } | { kind: 'link'; text: string; url: string };

const CANDIDATE = /\bhttps?:\/\/[^\s<>"'`\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const CLOSING = new Map([
	[')', '('],
	[']', '['],
	['}', '{']
]);

/** Cuts a text into plain parts and http(s) addresses. Joined, the parts are the text. */
export function segments(text: string): Segment[] {
	const parts: Segment[] = [];
	let end = 0;
	for (const match of text.matchAll(CANDIDATE)) {
		const address = withoutTrailing(match[0]);
		const url = parse(address);
		if (!url) continue;
		if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
		parts.push({ kind: 'link', text: address, url });
		end = match.index + address.length;
	}
	if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
	return parts;
}

/** A sentence's full stop, or the bracket around an address, does not belong to it. A bracket it opened itself does. */
function withoutTrailing(address: string): string {
	let end = address.length;
	while (end > 0) {
		const last = address.charAt(end - 1);
		const opening = CLOSING.get(last);
		if (opening) {
			const inside = address.slice(0, end);
			if (inside.split(opening).length >= inside.split(last).length) break;
		} else if (!'.,:;!?*_~|”’»“‘'.includes(last)) {
			break;
		}
		end -= 1;
	}
	return address.slice(0, end);
}

function parse(address: string): string | null {
	try {
		const url = new URL(address);
		// `https://bank.example@elsewhere.example` shows one host and opens another.
		return url.username === '' && url.password === '' && url.hostname !== '' ? url.href : null;
	} catch {
		return null;
	}
}

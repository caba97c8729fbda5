// SPDX-License-Identifier: AGPL-3.0-only

/** Names one attempt to create something, so that repeating the request cannot create it twice. 128 random bits. */
export function newNonce(): string {
	// Not randomUUID: browsers offer that on secure origins only, and a home server in the LAN may have none.
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// SPDX-License-Identifier: AGPL-3.0-only

const KEY = 'amityvox.setup-secret';

/**
 * The secret of a setup link. It stands behind the # so that no server log sees it, and leaves the address bar at
 * once so that no shoulder and no browser history does. A reload of this tab finds it again until it is used.
 */
export function takeSecret(): { value: string | null; forget: () => void } {
	const fragment = new URLSearchParams(location.hash.slice(1)).get('secret');
	if (fragment) {
		// Not the router's replaceState: it is not ready yet when the page is the first one.
		history.replaceState(history.state, '', location.pathname + location.search);
		keep(fragment);
	}
	return { value: fragment ?? kept(), forget: () => keep(null) };
}

function keep(secret: string | null): void {
	try {
		if (secret === null) sessionStorage.removeItem(KEY);
		else sessionStorage.setItem(KEY, secret);
	} catch {
		// Then a reload asks for the link again.
	}
}

function kept(): string | null {
	try {
		return sessionStorage.getItem(KEY);
	} catch {
		return null;
	}
}

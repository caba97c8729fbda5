// SPDX-License-Identifier: AGPL-3.0-only

/** In the order of F6; Shift+F6 goes back. A region that is not on the screen is passed over. */
const ORDER = ['guilds', 'channels', 'messages', 'composer', 'members'] as const;

export type Region = (typeof ORDER)[number];

const FOCUSABLE =
	'[tabindex="0"], textarea, a[href]:not([tabindex="-1"]), button:not(:disabled):not([tabindex="-1"])';

const LIST = '[data-region="messages"]';

export function moveRegion(step: 1 | -1): void {
	const regions = ORDER.map(find);
	const here = regions.findIndex((region) => region?.contains(document.activeElement));
	for (let distance = 1; distance <= regions.length; distance++) {
		const from = here === -1 && step === -1 ? 0 : here;
		if (enter(regions[(from + step * distance + regions.length * 2) % regions.length])) return;
	}
}

export function focusRegion(name: Region): void {
	enter(find(name));
}

function find(name: Region): HTMLElement | null {
	return document.querySelector<HTMLElement>(`[data-region="${name}"]`);
}

/** False when the region is not there, or nothing in it can take the focus. */
function enter(region: HTMLElement | null | undefined): boolean {
	if (!region || region.closest('[inert]')) return false;
	// The one stop of a list comes before what stands inside its rows.
	const stop = region.matches(LIST) ? region.querySelector<HTMLElement>('[tabindex="0"]') : null;
	const target = stop ?? region.querySelector<HTMLElement>(FOCUSABLE);
	if (!target?.checkVisibility()) return false;
	target.focus();
	return true;
}

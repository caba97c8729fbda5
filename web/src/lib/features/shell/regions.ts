// SPDX-License-Identifier: AGPL-3.0-only

/** In the order of F6; Shift+F6 goes back. A region that is not on the screen is passed over. */
const ORDER = ['guilds', 'channels', 'messages', 'composer', 'members'] as const;

const FOCUSABLE =
	'[tabindex="0"], textarea, a[href]:not([tabindex="-1"]), button:not(:disabled):not([tabindex="-1"])';

export function moveRegion(step: 1 | -1): void {
	const regions = ORDER.map((name) => document.querySelector<HTMLElement>(`[data-region="${name}"]`));
	const here = regions.findIndex((region) => region?.contains(document.activeElement));
	for (let distance = 1; distance <= regions.length; distance++) {
		const from = here === -1 && step === -1 ? 0 : here;
		const region = regions[(from + step * distance + regions.length * 2) % regions.length];
		const target = region && !region.closest('[inert]') ? region.querySelector<HTMLElement>(FOCUSABLE) : null;
		if (target && target.checkVisibility()) {
			target.focus();
			return;
		}
	}
}

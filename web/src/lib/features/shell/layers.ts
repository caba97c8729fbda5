// SPDX-License-Identifier: AGPL-3.0-only

/** Whether a dialog or a menu is open: then keys are for it alone. */
export function isLayerOpen(): boolean {
	// One that is on its way out has no more say.
	return (
		document.querySelector(
			':is([role="dialog"], [role="alertdialog"], [role="menu"]):not([data-state="closed"])'
		) !== null
	);
}

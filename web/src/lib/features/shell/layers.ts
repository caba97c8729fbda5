// SPDX-License-Identifier: AGPL-3.0-only

/** Whether a dialog or a menu is open: then keys are for it alone. */
export function isLayerOpen(): boolean {
	return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

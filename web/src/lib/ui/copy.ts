// SPDX-License-Identifier: AGPL-3.0-only

/** Puts a text on the clipboard. Works without a secure origin too, where `navigator.clipboard` does not exist. */
export async function copyText(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return copyBySelection(text);
	}
}

function copyBySelection(text: string): boolean {
	const area = document.createElement('textarea');
	area.value = text;
	area.readOnly = true;
	area.style.position = 'fixed';
	area.style.opacity = '0';
	// Inside the open dialog, whose focus trap would take the selection away otherwise.
	const place = document.activeElement?.closest('[role="dialog"]') ?? document.body;
	const focused = document.activeElement;
	place.append(area);
	area.select();
	const copied = document.execCommand('copy');
	area.remove();
	if (focused instanceof HTMLElement) focused.focus();
	return copied;
}

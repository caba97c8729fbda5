// SPDX-License-Identifier: AGPL-3.0-only

/**
 * The key belongs to a text being composed (Japanese, Chinese, dead keys …) and must reach it untouched. Key code 229
 * is how Safari and old Android keyboards say so.
 */
export function isComposing(event: KeyboardEvent): boolean {
	return event.isComposing || event.keyCode === 229;
}

/** A key that writes: a character, also one behind AltGr (which Windows reports as Ctrl+Alt), or a dead key. */
export function isWriting(event: KeyboardEvent): boolean {
	if (event.getModifierState('AltGraph')) return event.key.length === 1 || event.key === 'Dead';
	if (event.ctrlKey || event.metaKey || event.altKey) return false;
	return event.key.length === 1 || event.key === 'Dead';
}

/** Where keys are for typing already. */
export function isEditable(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLInputElement ||
		target instanceof HTMLTextAreaElement ||
		target instanceof HTMLSelectElement ||
		(target instanceof HTMLElement && target.isContentEditable)
	);
}

/** Moves focus among a list's items by ↑ ↓ Home End; one of them is in the tab order. */
export function moveFocus(event: KeyboardEvent, items: HTMLElement[]): boolean {
	const index = items.findIndex((item) => item === document.activeElement);
	const last = items.length - 1;
	const next = { ArrowDown: Math.min(index + 1, last), ArrowUp: Math.max(index - 1, 0), Home: 0, End: last }[
		event.key
	];
	if (next === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
	const item = items[next];
	if (!item) return false;
	event.preventDefault();
	item.focus();
	return true;
}

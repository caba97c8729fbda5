// SPDX-License-Identifier: AGPL-3.0-only
import type { Component } from 'svelte';

export interface MenuAction {
	label: string;
	icon?: Component<{ size?: number | string; strokeWidth?: number | string; class?: string }>;
	danger?: boolean;
	/** Why it cannot be chosen now. It stays in the menu and in reach of the keyboard, and says so. */
	refusal?: string | null;
	onselect: () => void;
}

export type MenuEntry = MenuAction | 'line';

export type Anchor = HTMLElement | { getBoundingClientRect: () => DOMRect };

/** Without lines that separate nothing: at the ends, or two in a row. */
export function tidy(entries: readonly (MenuEntry | null)[]): MenuEntry[] {
	const present = entries.filter((entry) => entry !== null);
	return present.filter(
		(entry, index) =>
			entry !== 'line' ||
			(present.slice(0, index).some((each) => each !== 'line') &&
				index + 1 < present.length &&
				present[index + 1] !== 'line')
	);
}

/** Where a menu opens: at the pointer for a right click or a long press, at the element for a key or a button. */
export function anchorOf(event: MouseEvent, element: HTMLElement): Anchor {
	const { clientX, clientY } = event;
	if (event.type !== 'contextmenu' || (clientX === 0 && clientY === 0)) return element;
	return { getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0) };
}

const LONG_PRESS_MS = 500;
const STILL_PX = 10;

/**
 * A finger that rests opens the menu, also where the browser tells of no `contextmenu` (iOS). Where it does, the event
 * comes first and is the one that counts.
 */
export function longPress(open: (at: Anchor, element: HTMLElement) => void) {
	return (element: HTMLElement) => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		let from = { x: 0, y: 0 };
		let pressed = false;
		const cancel = () => clearTimeout(timer);
		const down = (event: PointerEvent) => {
			cancel();
			pressed = false;
			if (event.pointerType === 'mouse') return;
			from = { x: event.clientX, y: event.clientY };
			timer = setTimeout(() => {
				pressed = true;
				open({ getBoundingClientRect: () => new DOMRect(from.x, from.y, 0, 0) }, element);
			}, LONG_PRESS_MS);
		};
		const move = (event: PointerEvent) => {
			if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL_PX) cancel();
		};
		// The finger that opened the menu must not follow the link under it when it lifts.
		const click = (event: MouseEvent) => {
			if (!pressed) return;
			pressed = false;
			event.preventDefault();
			event.stopPropagation();
		};
		element.addEventListener('pointerdown', down);
		element.addEventListener('pointermove', move);
		for (const name of ['pointerup', 'pointercancel', 'contextmenu']) element.addEventListener(name, cancel);
		element.addEventListener('click', click, true);
		return () => {
			cancel();
			element.removeEventListener('pointerdown', down);
			element.removeEventListener('pointermove', move);
			for (const name of ['pointerup', 'pointercancel', 'contextmenu'])
				element.removeEventListener(name, cancel);
			element.removeEventListener('click', click, true);
		};
	};
}

// SPDX-License-Identifier: AGPL-3.0-only
import { isComposing } from '$lib/ui/keys';

/** Where the focus is, or what is open, when a key means this. */
export type Scope = 'app' | 'conversation' | 'composer' | 'message' | 'editor';

/** One way to press it. */
export interface Combo {
	/** As in `KeyboardEvent.key`; letters are lower case. */
	key: string;
	/** Ctrl, or ⌘ on a Mac. */
	mod?: boolean;
	alt?: boolean;
	shift?: boolean;
}

const up = 'ArrowUp';
const down = 'ArrowDown';

/** Every key that means something, in the order of the help. The handlers ask this table, and the help shows it. */
export const shortcuts = {
	app: {
		switcher: [{ key: 'k', mod: true }],
		help: [{ key: '/', mod: true }],
		settings: [{ key: ',', mod: true }],
		previousChannel: [{ key: up, alt: true }],
		nextChannel: [{ key: down, alt: true }],
		previousUnread: [{ key: up, alt: true, shift: true }],
		nextUnread: [{ key: down, alt: true, shift: true }],
		markGuildRead: [{ key: 'Escape', shift: true }],
		nextRegion: [{ key: 'F6' }],
		previousRegion: [{ key: 'F6', shift: true }]
	},
	conversation: {
		markRead: [{ key: 'Escape' }]
	},
	composer: {
		send: [{ key: 'Enter' }],
		newLine: [{ key: 'Enter', shift: true }],
		editLast: [{ key: up }]
	},
	message: {
		previousMessage: [{ key: up }],
		nextMessage: [{ key: down }],
		firstMessage: [{ key: 'Home' }],
		lastMessage: [{ key: 'End' }],
		edit: [{ key: 'e' }],
		delete: [{ key: 'Delete' }, { key: 'Backspace' }],
		markUnread: [{ key: 'Enter', alt: true }]
	},
	editor: {
		save: [{ key: 'Enter' }],
		cancel: [{ key: 'Escape' }]
	}
} as const satisfies Record<Scope, Record<string, readonly Combo[]>>;

type Shortcuts = typeof shortcuts;
export type ShortcutOf<S extends Scope> = keyof Shortcuts[S] & string;

const isMac = /^(Mac|iP)/.test(navigator.platform);

/** What the key means there. Null when nothing, and always when it belongs to a text being written. */
export function shortcutOf<S extends Scope>(event: KeyboardEvent, scope: S): ShortcutOf<S> | null {
	if (isComposing(event) || event.getModifierState('AltGraph')) return null;
	const found = Object.entries<readonly Combo[]>(shortcuts[scope]).find(([, combos]) =>
		combos.some((combo) => fits(event, combo))
	);
	// The keys of the object are its type's.
	return found ? (found[0] as ShortcutOf<S>) : null;
}

function fits(event: KeyboardEvent, { key, mod = false, alt = false, shift = false }: Combo): boolean {
	const [wanted, other] = isMac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
	if (wanted !== mod || other || event.altKey !== alt) return false;
	// Where a sign stands on the keyboard differs: "/" is Shift+7 on many.
	if (event.shiftKey !== shift && !isSign(key)) return false;
	return key.length === 1 ? letterOf(event) === key : event.key === key;
}

function isSign(key: string): boolean {
	return key.length === 1 && !isLetter(key);
}

function isLetter(key: string): boolean {
	return /^[a-z]$/i.test(key);
}

/** On a keyboard without Latin letters the place of the key counts. */
function letterOf({ key, code }: KeyboardEvent): string {
	const place = /^Key([A-Z])$/.exec(code)?.[1];
	return (isLetter(key) || !place || key.charCodeAt(0) < 128 ? key : place).toLowerCase();
}

/** As the attribute `aria-keyshortcuts` wants it. */
export function ariaOf({ key, mod, alt, shift }: Combo, mac: boolean = isMac): string {
	const parts = [mod && (mac ? 'Meta' : 'Control'), alt && 'Alt', shift && 'Shift', key];
	return parts.filter((part) => typeof part === 'string').join('+');
}

const caps: Readonly<Record<string, string>> = {
	ArrowUp: '↑',
	ArrowDown: '↓',
	Escape: 'Esc',
	Delete: 'Del',
	Backspace: '⌫'
};

/** What is printed on the keys, one after the other: ["Ctrl", "K"]. */
export function capsOf({ key, mod, alt, shift }: Combo, mac: boolean = isMac): string[] {
	return [
		...(mod ? [mac ? '⌘' : 'Ctrl'] : []),
		...(alt ? [mac ? '⌥' : 'Alt'] : []),
		...(shift ? [mac ? '⇧' : 'Shift'] : []),
		caps[key] ?? (key.length === 1 ? key.toUpperCase() : key)
	];
}

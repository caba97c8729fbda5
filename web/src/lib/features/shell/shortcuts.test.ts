// SPDX-License-Identifier: AGPL-3.0-only
import { t } from '$lib/text/en';
import { describe, expect, it } from 'vitest';
import { capsOf, shortcutOf, shortcuts, type Combo, type Scope } from './shortcuts';

const press = (key: string, init: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...init });
const scopes = Object.keys(shortcuts) as Scope[];
const all = scopes.flatMap((scope) =>
	Object.entries<readonly Combo[]>(shortcuts[scope]).map(([id, combos]) => ({ scope, id, combos }))
);

describe('the table', () => {
	it('has a sentence for each entry', () => {
		for (const { scope, id } of all) {
			const sentences: Readonly<Record<string, string>> = t.keyboard.acts[scope];
			expect(sentences[id], `${scope}.${id}`).toBeTruthy();
		}
	});

	it('gives no combination two meanings in one place', () => {
		for (const scope of scopes) {
			const pressed = all
				.filter((entry) => entry.scope === scope)
				.flatMap(({ combos }) => combos.map((combo) => capsOf(combo, false).join('+')));
			expect(pressed.length).toBe(new Set(pressed).size);
		}
	});

	it('is what the keys mean', () => {
		for (const { scope, id, combos } of all) {
			for (const { key, mod = false, alt = false, shift = false } of combos) {
				expect(shortcutOf(press(key, { ctrlKey: mod, altKey: alt, shiftKey: shift }), scope)).toBe(id);
			}
		}
	});
});

describe('keys', () => {
	it('need exactly their modifiers', () => {
		expect(shortcutOf(press('k'), 'app')).toBeNull();
		expect(shortcutOf(press('k', { ctrlKey: true, altKey: true }), 'app')).toBeNull();
		expect(shortcutOf(press('k', { ctrlKey: true, metaKey: true }), 'app')).toBeNull();
		expect(shortcutOf(press('ArrowUp', { altKey: true, ctrlKey: true }), 'app')).toBeNull();
		expect(shortcutOf(press('Enter', { ctrlKey: true }), 'composer')).toBeNull();
	});

	it('are the same with caps lock', () => {
		expect(shortcutOf(press('K', { ctrlKey: true }), 'app')).toBe('switcher');
		expect(shortcutOf(press('E'), 'message')).toBe('edit');
	});

	it('may need Shift for a sign, as on a German keyboard', () => {
		expect(shortcutOf(press('/', { ctrlKey: true, shiftKey: true, code: 'Digit7' }), 'app')).toBe('help');
		expect(shortcutOf(press('-', { ctrlKey: true, code: 'Slash' }), 'app')).toBeNull();
	});

	it('count by place where there are no Latin letters, and by letter where there are', () => {
		expect(shortcutOf(press('л', { ctrlKey: true, code: 'KeyK' }), 'app')).toBe('switcher');
		expect(shortcutOf(press('t', { ctrlKey: true, code: 'KeyK' }), 'app')).toBeNull();
	});

	it('are never taken from a text being composed, nor with AltGr', () => {
		expect(shortcutOf(press('Enter', { isComposing: true }), 'composer')).toBeNull();
		expect(shortcutOf(press('Enter', { keyCode: 229 }), 'composer')).toBeNull();
		expect(shortcutOf(press('k', { ctrlKey: true, modifierAltGraph: true }), 'app')).toBeNull();
	});

	it('are shown as they are printed', () => {
		expect(capsOf({ key: 'k', mod: true }, false)).toEqual(['Ctrl', 'K']);
		expect(capsOf({ key: 'k', mod: true }, true)).toEqual(['⌘', 'K']);
		expect(capsOf({ key: 'ArrowUp', alt: true, shift: true }, false)).toEqual(['Alt', 'Shift', '↑']);
	});
});

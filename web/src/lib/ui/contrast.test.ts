// SPDX-License-Identifier: AGPL-3.0-only
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { against, contrast, readable } from './contrast';

const css = readFileSync(join(import.meta.dirname, '../../app.css'), 'utf8');
const token = (name: string, theme: 'light' | 'dark') =>
	new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)?.[theme === 'light' ? 1 : 2] ?? '';
const themes = ['light', 'dark'] as const;
const surfaces = ['rail', 'side', 'main', 'raised', 'accent-soft'];
/** Every corner of the colour cube and what lies between. */
const steps = ['00', '33', '66', '99', 'cc', 'ff'];
const colors = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));

describe('colours as text', () => {
	it('knows the numbers of the definition', () => {
		expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
		expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
	});

	it.each(themes)('can be read on every surface of the %s theme, whatever was chosen', (theme) => {
		for (const color of colors) {
			const halves = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(readable(color));
			const text = halves?.[theme === 'light' ? 1 : 2] ?? '';
			for (const surface of surfaces) {
				const ratio = contrast(text, token(surface, theme));
				expect(ratio, `${color} as ${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
			}
		}
	});

	it('stay what they are when they can be read already', () => {
		expect(against('#7a1f1f', '#ffffff')).toBe('#7a1f1f');
		expect(against('#ffd0d0', '#1c2127')).toBe('#ffd0d0');
	});

	it('keep their hue when they must change', () => {
		const changed = against('#ff0000', '#ffffff');
		expect(changed).toMatch(/^#[c-f][0-9a-f]0000$/);
	});
});

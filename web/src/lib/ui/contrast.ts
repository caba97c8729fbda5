// SPDX-License-Identifier: AGPL-3.0-only

/** What text must have against its surface, with a little to spare for rounding. */
const RATIO = 4.55;
/**
 * The surface of each theme on which text of a given colour has the least contrast: the darkest of the light ones, the
 * lightest of the dark ones with a pointer over it.
 */
const SURFACES = { light: '#e7e3da', dark: '#31373f' } as const;

type Rgb = readonly [number, number, number];

/** The chosen colour as text: as near to it as both themes can read. For CSS, where the theme picks its half. */
export function readable(color: string): string {
	return `light-dark(${against(color, SURFACES.light)}, ${against(color, SURFACES.dark)})`;
}

/** `color` moved towards black or white, whichever leads away from the surface, until text in it can be read. */
export function against(color: string, surface: string): string {
	const from = parse(color);
	const background = parse(surface);
	const target: Rgb = luminance(background) > 0.18 ? [0, 0, 0] : [255, 255, 255];
	for (let step = 0; step <= 100; step++) {
		const mixed = mix(from, target, step / 100);
		if (ratio(mixed, background) >= RATIO) return format(mixed);
	}
	return format(target);
}

export function contrast(a: string, b: string): number {
	return ratio(parse(a), parse(b));
}

function ratio(a: Rgb, b: Rgb): number {
	const [one, other] = [luminance(a), luminance(b)];
	return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Relative luminance as WCAG 2 defines it. */
function luminance([red, green, blue]: Rgb): number {
	const linear = (channel: number) => {
		const share = channel / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
	const part = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
	return [part(0), part(1), part(2)];
}

/** Black for what is no colour: it is corrected like any other. */
function parse(color: string): Rgb {
	const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
	const channel = (index: number) => parseInt(match?.[index] ?? '00', 16);
	return [channel(1), channel(2), channel(3)];
}

function format(rgb: Rgb): string {
	return `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

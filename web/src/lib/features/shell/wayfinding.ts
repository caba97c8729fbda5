// SPDX-License-Identifier: AGPL-3.0-only

/** The one before or after `current`, around the ends; from nowhere, the first or the last. Null when there is no other. */
export function neighbour<T>(items: readonly T[], current: T | null, step: 1 | -1): T | null {
	return nextWhere(items, current, step, () => true);
}

/** The same, passing over what does not fit. */
export function nextWhere<T>(
	items: readonly T[],
	current: T | null,
	step: 1 | -1,
	isFit: (item: T) => boolean
): T | null {
	const here = current === null ? -1 : items.indexOf(current);
	const from = here === -1 && step === -1 ? items.length : here;
	for (let distance = 1; distance <= items.length; distance++) {
		const item = items[(from + step * distance + items.length * 2) % items.length];
		if (item !== undefined && item !== current && isFit(item)) return item;
	}
	return null;
}

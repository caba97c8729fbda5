// SPDX-License-Identifier: AGPL-3.0-only
import type { Channel } from '$lib/api/types';

export interface ChannelGroup<C> {
	/** Null for the channels that stand in no category; they come first. */
	category: C | null;
	channels: C[];
}

type Grouped = Pick<Channel, 'id' | 'type' | 'category_id' | 'position'>;

/**
 * Channels as the list shows them: first those without a category, then each category with its own. Within both the
 * order is the given one. A channel whose category one does not see stands with those that have none.
 */
export function groupChannels<C extends Grouped>(channels: readonly C[]): ChannelGroup<C>[] {
	const categories = channels.filter(({ type }) => type === 'category');
	const groups = new Map<string | null, ChannelGroup<C>>([[null, { category: null, channels: [] }]]);
	for (const category of categories) groups.set(category.id, { category, channels: [] });
	for (const channel of channels) {
		if (channel.type !== 'category')
			(groups.get(channel.category_id ?? null) ?? groups.get(null))?.channels.push(channel);
	}
	return [...groups.values()];
}

/** A folded category still shows the channel that is open, so that nobody loses sight of where they are. */
export function shownChannels<C extends Grouped>(
	{ category, channels }: ChannelGroup<C>,
	folded: (categoryId: string) => boolean,
	openId: string | undefined
): C[] {
	return category && folded(category.id) ? channels.filter(({ id }) => id === openId) : channels;
}

export interface Place {
	id: string;
	position: number;
	category_id: string | null;
}

/**
 * The place of every channel after one of them went a step up or down. At the end of its category a channel goes on
 * into the next one; a category moves with all that is in it.
 *
 * @returns null when there is nowhere to go
 */
export function moved<C extends Grouped>(channels: readonly C[], id: string, step: 1 | -1): Place[] | null {
	const groups = groupChannels(channels).map(({ category, channels: inside }) => ({
		category,
		channels: [...inside]
	}));
	const asCategory = groups.findIndex(({ category }) => category?.id === id);
	if (asCategory !== -1) {
		const other = asCategory + step;
		// The group without a category stays in front.
		if (other < 1 || other >= groups.length) return null;
		swap(groups, asCategory, other);
		return placesOf(groups);
	}
	const index = groups.findIndex((group) => group.channels.some((channel) => channel.id === id));
	const group = groups[index];
	if (!group) return null;
	const at = group.channels.findIndex((channel) => channel.id === id);
	const [channel] = group.channels.slice(at, at + 1);
	const target = at + step;
	if (target >= 0 && target < group.channels.length) {
		swap(group.channels, at, target);
		return placesOf(groups);
	}
	const next = groups[index + step];
	if (!next || !channel) return null;
	group.channels.splice(at, 1);
	if (step === 1) next.channels.unshift(channel);
	else next.channels.push(channel);
	return placesOf(groups);
}

/** The place of every channel after one was put before another, or at the end of a category. */
export function placed<C extends Grouped>(
	channels: readonly C[],
	id: string,
	into: { category: string | null; before: string | null }
): Place[] | null {
	const channel = channels.find((each) => each.id === id);
	if (!channel || into.before === id) return null;
	const groups = groupChannels(channels).map((group) => ({
		category: group.category,
		channels: group.channels.filter((each) => each.id !== id)
	}));
	if (channel.type === 'category') {
		const [own] = groups.splice(
			groups.findIndex(({ category }) => category?.id === id),
			1
		);
		const at = groups.findIndex(({ category }) => category !== null && category.id === into.category);
		if (!own || at === -1) return null;
		groups.splice(at, 0, own);
		return placesOf(groups);
	}
	const group = groups.find(({ category }) => (category?.id ?? null) === into.category);
	if (!group) return null;
	const at = into.before === null ? -1 : group.channels.findIndex((each) => each.id === into.before);
	group.channels.splice(at === -1 ? group.channels.length : at, 0, channel);
	return placesOf(groups);
}

function placesOf<C extends Grouped>(groups: readonly ChannelGroup<C>[]): Place[] {
	return groups
		.flatMap(({ category, channels }) => [
			...(category ? [{ id: category.id, category_id: null }] : []),
			...channels.map((channel) => ({ id: channel.id, category_id: category?.id ?? null }))
		])
		.map((place, position) => ({ ...place, position }));
}

function swap<T>(list: T[], a: number, b: number): void {
	const [one, other] = [list[a], list[b]];
	if (one === undefined || other === undefined) return;
	list[a] = other;
	list[b] = one;
}

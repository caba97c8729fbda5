// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { groupChannels, moved, placed, shownChannels } from './channelGroups';

const text = (id: string, position: number, category_id?: string) => ({
	id,
	type: 'text',
	position,
	...(category_id ? { category_id } : {})
});
const category = (id: string, position: number) => ({ id, type: 'category', position });

const list = [
	text('hall', 0),
	category('house', 1),
	text('cellar', 2, 'house'),
	text('roof', 3, 'house'),
	category('garden', 4),
	text('beds', 5, 'garden'),
	text('secret', 6, 'unseen')
];

const shape = (places: ReturnType<typeof moved>) =>
	places?.map(
		({ id, position, category_id }) => `${position} ${id}${category_id ? ` in ${category_id}` : ''}`
	);

describe('groups of channels', () => {
	it('come in order, without a category first', () => {
		expect(
			groupChannels(list).map(({ category, channels }) => [category?.id, channels.map(({ id }) => id)])
		).toEqual([
			[undefined, ['hall', 'secret']],
			['house', ['cellar', 'roof']],
			['garden', ['beds']]
		]);
	});

	it('folded show only the open channel', () => {
		const [, house] = groupChannels(list);
		if (!house) throw new Error('no group');
		expect(shownChannels(house, () => false, undefined)).toHaveLength(2);
		expect(shownChannels(house, () => true, 'roof').map(({ id }) => id)).toEqual(['roof']);
		expect(shownChannels(house, () => true, 'hall')).toEqual([]);
	});
});

describe('moving', () => {
	it('a channel inside its category', () => {
		expect(shape(moved(list, 'roof', -1))?.slice(0, 5)).toEqual([
			'0 hall',
			'1 secret',
			'2 house',
			'3 roof in house',
			'4 cellar in house'
		]);
	});

	it('a channel out of its category and into the next', () => {
		expect(shape(moved(list, 'roof', 1))).toContain('5 roof in garden');
		expect(shape(moved(list, 'cellar', -1))).toContain('2 cellar');
		expect(shape(moved(list, 'secret', 1))).toContain('2 secret in house');
	});

	it('a category with all that is in it, but never before those without one', () => {
		expect(shape(moved(list, 'garden', -1))).toEqual([
			'0 hall',
			'1 secret',
			'2 garden',
			'3 beds in garden',
			'4 house',
			'5 cellar in house',
			'6 roof in house'
		]);
		expect(moved(list, 'house', -1)).toBeNull();
		expect(moved(list, 'garden', 1)).toBeNull();
	});

	it('nowhere from the ends, and nothing that is not there', () => {
		expect(moved(list, 'hall', -1)).toBeNull();
		expect(moved(list, 'beds', 1)).toBeNull();
		expect(moved(list, 'nowhere', 1)).toBeNull();
	});

	it('to where it was dropped', () => {
		expect(shape(placed(list, 'hall', { category: 'house', before: 'roof' }))).toEqual([
			'0 secret',
			'1 house',
			'2 cellar in house',
			'3 hall in house',
			'4 roof in house',
			'5 garden',
			'6 beds in garden'
		]);
		expect(shape(placed(list, 'hall', { category: 'garden', before: null }))).toContain('6 hall in garden');
		expect(shape(placed(list, 'garden', { category: 'house', before: null }))).toContain('2 garden');
		expect(placed(list, 'hall', { category: 'house', before: 'hall' })).toBeNull();
	});
});

// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { placesFor, type Target } from './places';

const channel = (name: string, guildName = 'Home', unread = false): Target => ({
	kind: 'channel',
	id: `${guildName}/${name}`,
	name,
	guildId: guildName,
	guildName,
	unread
});
const guild = (name: string, unread = false): Target => ({ kind: 'guild', id: name, name, unread });

const targets: Target[] = [
	guild('Home', true),
	channel('general'),
	channel('garden', 'Home', true),
	channel('kitchen'),
	guild('Sportverein Süd'),
	channel('general', 'Sportverein Süd'),
	channel('grüße', 'Sportverein Süd'),
	channel('計画', 'Sportverein Süd')
];
const names = (query: string, recent: string[] = [], openId: string | null = null) =>
	placesFor(query, targets, recent, openId).map(({ id }) => id);

describe('without a query', () => {
	it('what is unread comes first, then where one was, then the rest, and last where one is', () => {
		expect(names('', ['Home/kitchen', 'Home/general'], 'Home/general')).toEqual([
			'Home/garden',
			'Home/kitchen',
			'Home',
			'Sportverein Süd',
			'Sportverein Süd/general',
			'Sportverein Süd/grüße',
			'Sportverein Süd/計画',
			'Home/general'
		]);
	});
});

describe('a query', () => {
	it('finds a beginning before a middle, and names before what stands behind them', () => {
		expect(names('ho')[0]).toBe('Home');
		expect(names('kit')).toEqual(['Home/kitchen']);
	});

	it('finds letters in their order', () => {
		expect(names('gdn')[0]).toBe('Home/garden');
	});

	it('forgives one wrong letter', () => {
		expect(names('kitxhen')).toEqual(['Home/kitchen']);
	});

	it('takes words in any order of channel and guild', () => {
		expect(names('general süd')[0]).toBe('Sportverein Süd/general');
		expect(names('süd general')[0]).toBe('Sportverein Süd/general');
	});

	it('asks for no accents and knows every script', () => {
		expect(names('grusse')).toEqual([]);
		expect(names('gruß')[0]).toBe('Sportverein Süd/grüße');
		expect(names('sud')[0]).toBe('Sportverein Süd');
		expect(names('計')).toEqual(['Sportverein Süd/計画']);
	});

	it('of equals prefers the one visited last', () => {
		expect(names('general', ['Sportverein Süd/general'])[0]).toBe('Sportverein Süd/general');
		expect(names('general', ['Home/general'])[0]).toBe('Home/general');
	});

	it('by # is about channels, by * about guilds', () => {
		expect(names('#home')).not.toContain('Home');
		expect(names('*')).toEqual(['Home', 'Sportverein Süd']);
		expect(names('*gen')).toEqual([]);
		expect(names('# garden')).toEqual(['Home/garden']);
	});

	it('of nothing but signs finds nothing and does not fail', () => {
		expect(names('((([')).toEqual([]);
		expect(names('zzzzzz')).toEqual([]);
	});
});

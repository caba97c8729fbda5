// SPDX-License-Identifier: AGPL-3.0-only
import { describe, expect, it } from 'vitest';
import { inviteCode } from './invites';
import { segments } from './links';
import { bucket, characters, initials } from './names';

const links = (text: string) => segments(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []));

describe('links', () => {
	it.each([
		['see https://example.org/a.', ['https://example.org/a']],
		['(https://example.org/a)', ['https://example.org/a']],
		['https://example.org/wiki/Door_(house), and', ['https://example.org/wiki/Door_(house)']],
		['HTTP://EXAMPLE.ORG', ['HTTP://EXAMPLE.ORG']],
		['http://a.example http://b.example', ['http://a.example', 'http://b.example']],
		['“https://example.org/ä?q=ö#ü”', ['https://example.org/ä?q=ö#ü']],
		['<https://example.org>', ['https://example.org']],
		['javascript:alert(1) data:text/html,x ftp://x.example', []],
		['https://', []],
		['nohttps://example.org', []],
		['https://bank.example@evil.example/', []],
		['https://example.org/\u202egnp.exe', ['https://example.org/']]
	])('%s', (text, expected) => {
		expect(links(text)).toEqual(expected);
	});

	it('the parts joined are the text', () => {
		const text = 'a https://example.org, b\n(http://x.example/y(z)) https://u:p@h.example';

		expect(
			segments(text)
				.map((part) => part.text)
				.join('')
		).toBe(text);
	});

	it('a hostile text takes no time', () => {
		const began = performance.now();

		segments('https://x.example/' + '('.repeat(4_000));
		segments('http://'.repeat(570));
		segments(')'.repeat(4_000) + 'https://x.example/' + ')'.repeat(3_900));

		expect(performance.now() - began).toBeLessThan(500);
	});
});

describe('invites', () => {
	it.each([
		['https://home.example/invite/Ab3dE_-9', 'Ab3dE_-9'],
		['  http://10.0.0.2:8080/invite/Ab3dE?x=1 ', 'Ab3dE'],
		['Ab3dEfGh', 'Ab3dEfGh'],
		['https://home.example/', null],
		['two words', null],
		['', null]
	])('%s', (pasted, code) => {
		expect(inviteCode(pasted)).toBe(code);
	});
});

describe('names', () => {
	it.each([
		['Nachbarn & Freunde', 'NF'],
		['Mo', 'Mo'],
		['rosa.luxemburg', 'RL'],
		['王小明', '王小'],
		['👩‍👩‍👧 family', 'FA'],
		['!!!', '!'],
		['', '?'],
		['ärzte ohne grenzen', 'ÄO']
	])('%s', (name, letters) => {
		expect(initials(name).toUpperCase()).toBe(letters.toUpperCase());
	});

	it('colours stay with the id', () => {
		expect(bucket('01ARZ3NDEKTSV4RRFFQ69G5FAV', 8)).toBe(bucket('01ARZ3NDEKTSV4RRFFQ69G5FAV', 8));
	});

	it('characters are counted as the server does', () => {
		expect(characters('a👋ä')).toBe(3);
	});
});

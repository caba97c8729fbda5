// SPDX-License-Identifier: AGPL-3.0-only
import { cleanup, render } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import TypingLine from './TypingLine.svelte';

afterEach(cleanup);

const said = (...names: string[]) => render(TypingLine, { names }).container.textContent?.trim();

describe('the typing line', () => {
	it('names up to three people, and no more', () => {
		expect(said()).toBe('');
		expect(said('Rosa')).toBe('Rosa is writing …');
		expect(said('Rosa', 'Mo')).toBe('Rosa and Mo are writing …');
		expect(said('Rosa', 'Mo', 'Ben')).toBe('Rosa, Mo and Ben are writing …');
		expect(said('Rosa', 'Mo', 'Ben', 'Adele')).toBe('Several people are writing …');
	});
});

// SPDX-License-Identifier: AGPL-3.0-only
import { mismatch } from './mismatch';

export interface ChannelTarget {
	kind: 'channel';
	id: string;
	name: string;
	guildId: string;
	guildName: string;
	unread: boolean;
}

export interface GuildTarget {
	kind: 'guild';
	id: string;
	name: string;
	unread: boolean;
}

/** Somewhere to go. */
export type Target = ChannelTarget | GuildTarget;

/** More than fit on a screen help nobody: a further letter does. */
const SHOWN = 30;
/** A fit in the guild's name counts less than any in the channel's own. */
const BEHIND = 10;

/**
 * What fits the query, best first. A leading `#` leaves channels only, a leading `*` guilds. Without a query: what is
 * unread, then where the person was last, then the rest in the order in which it is given.
 *
 * @param recent channels that were open, newest first; the one that is open now is left out and comes last
 */
export function placesFor(
	query: string,
	targets: readonly Target[],
	recent: readonly string[],
	openId: string | null
): Target[] {
	const [kind, needle] = parse(query);
	const candidates = targets
		.filter((target) => kind === null || target.kind === kind)
		.map((target, index) => ({ target, rank: rankOf(target, recent, openId), index }))
		.sort((a, b) => a.rank - b.rank || a.index - b.index)
		.map(({ target }) => target);
	return (needle === '' ? candidates : search(needle, candidates)).slice(0, SHOWN);
}

function parse(query: string): [kind: Target['kind'] | null, needle: string] {
	const text = query.trim();
	if (text.startsWith('#')) return ['channel', text.slice(1).trim()];
	if (text.startsWith('*')) return ['guild', text.slice(1).trim()];
	return [null, text];
}

function rankOf(target: Target, recent: readonly string[], openId: string | null): number {
	if (target.id === openId) return 3_000;
	const visited = recent.indexOf(target.id);
	const later = visited === -1 ? recent.length : visited;
	// A guild with news is told by its channels already.
	if (target.unread && target.kind === 'channel') return later;
	return (visited === -1 ? 2_000 : 1_000) + later;
}

function search(needle: string, candidates: readonly Target[]): Target[] {
	const words = plain(needle).split(/\s+/);
	return candidates
		.map((target) => ({ target, score: scoreOf(words, target) }))
		.filter(({ score }) => score < Infinity)
		.sort((a, b) => a.score - b.score)
		.map(({ target }) => target);
}

/** Each word fits the name, or else the guild around it. */
function scoreOf(words: readonly string[], target: Target): number {
	const name = plain(target.name);
	const around = target.kind === 'channel' ? plain(target.guildName) : '';
	return words.reduce(
		(sum, word) => sum + Math.min(mismatch(word, name), mismatch(word, around) + BEHIND),
		0
	);
}

/** Without accents, so that nobody has to type them. */
function plain(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.toLowerCase();
}

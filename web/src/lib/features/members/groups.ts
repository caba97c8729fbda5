// SPDX-License-Identifier: AGPL-3.0-only
import type { GuildMember, Role } from '$lib/api/types';
import type { SeenStatus } from '$lib/stores/presences.svelte';
import { byName } from '$lib/text/names';

export interface GroupRow {
	kind: 'group';
	key: string;
	/** A role whose members stand apart; otherwise those who are there, or those who are not. */
	of: Role | 'online' | 'offline';
	count: number;
}

export interface MemberRow {
	kind: 'member';
	key: string;
	member: GuildMember;
	name: string;
	status: SeenStatus;
}

export type Row = GroupRow | MemberRow;

/**
 * What the member list shows, from top to bottom: of those who are there, first the roles that stand apart, the highest
 * first, each person under the highest of theirs; then everybody else who is there; then those who are not.
 */
export function rowsOf(
	members: Iterable<GuildMember>,
	roles: readonly Role[],
	nameOf: (member: GuildMember) => string,
	statusOf: (userId: string) => SeenStatus
): Row[] {
	const apart = roles.filter(({ hoist }) => hoist).toSorted((a, b) => b.position - a.position);
	const groups = new Map<string, MemberRow[]>(
		[...apart.map(({ id }) => id), 'online', 'offline'].map((key) => [key, []])
	);
	for (const member of members) {
		const status = statusOf(member.user.id);
		const role = apart.find(({ id }) => member.role_ids.includes(id));
		const key = status === 'offline' ? 'offline' : (role?.id ?? 'online');
		groups.get(key)?.push({ kind: 'member', key: member.user.id, member, name: nameOf(member), status });
	}
	return [...groups].flatMap(([key, rows]): Row[] => {
		if (rows.length === 0) return [];
		const of = apart.find(({ id }) => id === key) ?? (key === 'offline' ? 'offline' : 'online');
		return [{ kind: 'group', key: `group:${key}`, of, count: rows.length }, ...rows.sort(inList)];
	});
}

function inList(a: MemberRow, b: MemberRow): number {
	return byName(a, b) || (a.key < b.key ? -1 : 1);
}

// SPDX-License-Identifier: AGPL-3.0-only
import type { GuildMember, Role } from '$lib/api/types';
import { readable } from '$lib/ui/contrast';

const computed = new Map<string, string>();

/** The colour of a member's name: that of the highest role that has one. Undefined leaves it as text. */
export function nameColor(
	roles: readonly Role[],
	member: Pick<GuildMember, 'role_ids'> | undefined
): string | undefined {
	const role = member && roles.find(({ id, color }) => color && member.role_ids.includes(id));
	if (!role?.color) return undefined;
	let color = computed.get(role.color);
	if (!color) computed.set(role.color, (color = readable(role.color)));
	return color;
}

// SPDX-License-Identifier: AGPL-3.0-only

/** Every permission by its name on the wire, in the order in which people read them. */
export const PERMISSIONS = [
	'view_channel',
	'read_history',
	'send_messages',
	'create_invites',
	'change_nickname',
	'manage_messages',
	'timeout_members',
	'kick_members',
	'ban_members',
	'manage_nicknames',
	'assign_roles',
	'manage_channels',
	'manage_permissions',
	'manage_roles',
	'view_audit_log',
	'manage_guild',
	'administrator'
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Those that an override of a channel may name. */
export const CHANNEL_PERMISSIONS = [
	'view_channel',
	'read_history',
	'send_messages',
	'manage_messages',
	'manage_channels',
	'manage_permissions'
] as const satisfies readonly Permission[];

export function isPermission(name: string): name is Permission {
	return (PERMISSIONS as readonly string[]).includes(name);
}

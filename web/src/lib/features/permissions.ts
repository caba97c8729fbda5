// SPDX-License-Identifier: AGPL-3.0-only
import type { Permission } from '$lib/api/permissions';
import { t } from '$lib/text/en';

/** Name and sentence of every permission; one without words does not compile. */
export const permissionWords: Readonly<Record<Permission, { name: string; text: string }>> = t.permissions;

/** Allowed, denied, or left to what counts before. */
export type PermissionState = 'allow' | 'neutral' | 'deny';

export interface PermissionSet {
	permissions_allow: readonly string[];
	permissions_deny: readonly string[];
}

export function stateOf(set: PermissionSet, permission: Permission): PermissionState {
	if (set.permissions_allow.includes(permission)) return 'allow';
	return set.permissions_deny.includes(permission) ? 'deny' : 'neutral';
}

export function withState(
	set: PermissionSet,
	permission: Permission,
	state: PermissionState
): { permissions_allow: Permission[]; permissions_deny: Permission[] } {
	const others = (names: readonly string[]) => names.filter((name) => name !== permission) as Permission[];
	const allow = others(set.permissions_allow);
	const deny = others(set.permissions_deny);
	return {
		permissions_allow: state === 'allow' ? [...allow, permission] : allow,
		permissions_deny: state === 'deny' ? [...deny, permission] : deny
	};
}

/**
 * The states that somebody without the permission may choose. To allow it, or to end its denial, would grant what they
 * lack; what was so before stays possible.
 */
export function choosableWithout(before: PermissionState): readonly PermissionState[] {
	if (before === 'allow') return ['allow', 'neutral', 'deny'];
	return before === 'neutral' ? ['neutral', 'deny'] : ['deny'];
}

export function samePermissions(a: PermissionSet, b: PermissionSet): boolean {
	const same = (one: readonly string[], other: readonly string[]) =>
		one.length === other.length && one.every((name) => other.includes(name));
	return same(a.permissions_allow, b.permissions_allow) && same(a.permissions_deny, b.permissions_deny);
}

// SPDX-License-Identifier: AGPL-3.0-only
import { isPermission } from '$lib/api/permissions';
import type { AuditLogEntry } from '$lib/api/types';
import { permissionWords } from '$lib/features/permissions';
import { exactTime } from '$lib/text/dates';
import { t } from '$lib/text/en';

/** What ids are called, as far as one knows. */
export interface AuditNames {
	user: (id: string) => string | undefined;
	role: (id: string) => string | undefined;
	channel: (id: string) => string | undefined;
}

type Action = keyof typeof t.audit.actions;
type Values = Readonly<Record<string, unknown>>;

export const AUDIT_ACTIONS = Object.keys(t.audit.actions) as Action[];

/** "timed Rosa out"; an action of a newer server says its own name. */
export function auditDeed(entry: AuditLogEntry, names: AuditNames): string {
	const action = entry.action as Action;
	return AUDIT_ACTIONS.includes(action)
		? t.audit.actions[action].did(targetName(entry, names))
		: entry.action;
}

/** What changed, one line each: "Name: garden → orchard". */
export function auditChanges({ before, after }: AuditLogEntry, names: AuditNames): string[] {
	const old: Values = before ?? {};
	const now: Values = after ?? {};
	const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])];
	const type = String(now.target_type ?? old.target_type ?? '');
	return fields
		.filter((field) => !isSaidElsewhere(field, fields))
		.flatMap((field) => {
			const label = t.audit.fields[field] ?? field;
			const [was, is] = [said(field, old, type, names), said(field, now, type, names)];
			// What was made or taken away has one side only, and what is empty there says nothing.
			if (!before) return isEmpty(now[field]) ? [] : [t.audit.was(label, is)];
			if (!after) return isEmpty(old[field]) ? [] : [t.audit.was(label, was)];
			if (was === is)
				return field in now && field in old && field !== 'target_id' ? [] : [t.audit.was(label, is)];
			return [t.audit.changed(label, was, is)];
		});
}

/** What only helps to say another field, or what the line says anyhow. */
function isSaidElsewhere(field: string, fields: readonly string[]): boolean {
	return (
		field === 'target_type' || field === 'inviter_id' || (field === 'role_name' && fields.includes('role_id'))
	);
}

function isEmpty(value: unknown): boolean {
	return !value || (Array.isArray(value) && value.length === 0);
}

function targetName(
	{ target_type, target_id, target_name, after }: AuditLogEntry,
	names: AuditNames
): string {
	if (target_type === 'guild') return target_name ?? t.audit.theGuild;
	if (target_type === 'message') {
		const author = (after as Values | null | undefined)?.author_id;
		return (typeof author === 'string' && names.user(author)) || t.audit.unknown;
	}
	const known =
		target_type === 'user'
			? names.user(target_id)
			: target_type === 'role'
				? names.role(target_id)
				: target_type === 'channel'
					? names.channel(target_id)
					: undefined;
	return known ?? target_name ?? target_id;
}

function said(field: string, values: Values, type: string, names: AuditNames): string {
	const value = values[field];
	if (value === undefined || value === null || value === '') return t.audit.nothing;
	if (typeof value === 'boolean') return value ? t.audit.yes : t.audit.no;
	if (Array.isArray(value)) {
		if (value.length === 0) return t.audit.nothing;
		if (value.every(isPlace)) return order(field, value, names);
		return value
			.map((each) =>
				typeof each === 'string' && isPermission(each) ? permissionWords[each].name : String(each)
			)
			.join(', ');
	}
	if (typeof value === 'object') return JSON.stringify(value);
	const text = String(value);
	if (/^\d{4}-\d\d-\d\dT/.test(text)) return exactTime(text);
	if (['owner_id', 'author_id', 'user_id'].includes(field)) return names.user(text) ?? text;
	if (field === 'role_id') return names.role(text) ?? (values.role_name ? String(values.role_name) : text);
	if (['channel_id', 'category_id'].includes(field)) return names.channel(text) ?? text;
	if (field === 'target_id') return (type === 'user' ? names.user(text) : names.role(text)) ?? text;
	return text;
}

/** A role or a channel among others. */
interface Place {
	id: string;
	name: string;
	position: number;
	category_id?: string | null;
}

function isPlace(value: unknown): value is Place {
	return typeof value === 'object' && value !== null && 'name' in value && 'position' in value;
}

/** As people see it: the highest role is on top, and so is the first channel. */
function order(field: string, places: readonly Place[], names: AuditNames): string {
	const down = field === 'roles' ? -1 : 1;
	return places
		.toSorted((a, b) => down * (a.position - b.position))
		.map(({ name, category_id: category }) =>
			category ? t.audit.inCategory(name, names.channel(category) ?? t.audit.unknown) : name
		)
		.join(', ');
}

// SPDX-License-Identifier: AGPL-3.0-only
import type { Message } from '$lib/api/types';
import type { PendingLine } from '$lib/stores/outbox.svelte';
import { dayKey, dayLabel } from '$lib/text/dates';

/** Lines of one author closer than this stand under one name. */
const GROUP_MS = 7 * 60 * 1000;

export interface MessageRow {
	kind: 'message';
	key: string;
	message: Message;
	/** Carries the author's name and picture. */
	head: boolean;
	/** The first message of a day says which. */
	day: string | null;
}

export interface PendingRow {
	kind: 'pending';
	key: string;
	line: PendingLine;
	head: boolean;
}

export interface StartRow {
	kind: 'start';
	key: 'start';
}

export type Row = StartRow | MessageRow | PendingRow;

/**
 * What the list shows, from top to bottom: the channel's start if it is reached, messages in the order of their ids,
 * then what is still on its way. One row per message, so that older ones only ever come before the rest.
 *
 * @param now the reader's clock; only decides whether a pending line joins the group above it
 */
export function rowsOf(
	messages: readonly Message[],
	pending: readonly PendingLine[],
	start: boolean,
	selfId: string,
	now: number
): Row[] {
	const rows: Row[] = start ? [{ kind: 'start', key: 'start' }] : [];
	let previous: Message | null = null;
	for (const message of messages) {
		const newDay: boolean = !previous || dayKey(previous.created_at) !== dayKey(message.created_at);
		rows.push({
			kind: 'message',
			key: keyOf(message),
			message,
			head: newDay || !previous || !continues(previous, message),
			day: newDay ? dayLabel(message.created_at) : null
		});
		previous = message;
	}
	let joins =
		previous !== null && isPlain(previous) && previous.author.id === selfId && isRecent(previous, now);
	for (const line of pending) {
		rows.push({ kind: 'pending', key: `${selfId}:${line.nonce}`, line, head: !joins });
		joins = true;
	}
	return rows;
}

/** The same before and after the server has it, so that the line on the screen stays where it is. Nonces are unique per author only. */
function keyOf({ id, nonce, author }: Message): string {
	return nonce ? `${author.id}:${nonce}` : id;
}

function continues(previous: Message, message: Message): boolean {
	return (
		isPlain(previous) &&
		isPlain(message) &&
		previous.author.id === message.author.id &&
		Date.parse(message.created_at) - Date.parse(previous.created_at) < GROUP_MS
	);
}

function isRecent(message: Message, now: number): boolean {
	return Math.abs(now - Date.parse(message.created_at)) < GROUP_MS;
}

export function isPlain({ type }: Message): boolean {
	return type === 'default';
}

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
	/** The first that is new to the reader. */
	fresh: boolean;
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
 * @param border what comes after this id is new to the reader
 */
export function rowsOf(
	messages: readonly Message[],
	pending: readonly PendingLine[],
	start: boolean,
	selfId: string,
	now: number,
	border: string
): Row[] {
	const rows: Row[] = start ? [{ kind: 'start', key: 'start' }] : [];
	const fresh = firstNew(messages, start, selfId, border);
	let previous: Message | null = null;
	for (const message of messages) {
		const newDay: boolean = !previous || dayKey(previous.created_at) !== dayKey(message.created_at);
		rows.push({
			kind: 'message',
			key: keyOf(message),
			message,
			head: newDay || message === fresh || !previous || !continues(previous, message),
			day: newDay ? dayLabel(message.created_at) : null,
			fresh: message === fresh
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

/** Undefined too when the border lies before what is loaded: the first new one is not known then. */
function firstNew(
	messages: readonly Message[],
	start: boolean,
	selfId: string,
	border: string
): Message | undefined {
	const first = messages[0];
	if (!start && first && first.id > border) return undefined;
	return messages.find(({ id, author }) => id > border && author.id !== selfId);
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

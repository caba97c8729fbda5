// SPDX-License-Identifier: AGPL-3.0-only
import { ApiError } from '$lib/api/errors';
import { t } from '$lib/text/en';
import { sentenceFor } from '$lib/text/problems';

/** What to tell a person about a failed request. */
export function sentence(error: unknown): string {
	if (!(error instanceof ApiError)) return t.errorNetwork;
	if (error.code === 'invalid_request' && error.fields[0]) return sentenceOf(error.fields[0]);
	return sentenceFor(error.code);
}

/** The same, for one field of a form; null when the failure is about something else. */
export function fieldSentence(error: unknown, field: string, codes: readonly string[] = []): string | null {
	if (!(error instanceof ApiError)) return null;
	if (codes.includes(error.code)) return sentenceFor(error.code);
	const fault = error.fields.find((each) => each.field === field);
	return fault ? sentenceOf(fault) : null;
}

/** A rule we have words for, or else the server's own. */
function sentenceOf({ rule, message }: { rule: string; message: string }): string {
	return t.errors[rule] ?? message;
}

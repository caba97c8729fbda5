// SPDX-License-Identifier: AGPL-3.0-only

/** One fault of a request's body or query, as `details.fields` lists them. */
export interface FieldFault {
	field: string;
	rule: string;
	message: string;
}

/** The server answered, and the answer is no. Act on `code` and `details`; `message` is for people. */
export class ApiError extends Error {
	override readonly name = 'ApiError';

	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly details: Record<string, unknown> = {},
		/** Of a 429 or 503: how long to wait. Null when the server did not say. */
		readonly retryAfterMs: number | null = null
	) {
		super(message);
	}

	/** Every fault of a 400 `invalid_request`; empty for other failures. */
	get fields(): FieldFault[] {
		const fields = this.details.fields;
		return Array.isArray(fields) ? fields.filter(isFieldFault) : [];
	}
}

/** No answer at all: no network, no server, or a proxy's page instead of JSON. Whether it took effect is unknown. */
export class NetworkError extends Error {
	override readonly name = 'NetworkError';
}

function isFieldFault(value: unknown): value is FieldFault {
	return (
		typeof value === 'object' &&
		value !== null &&
		'field' in value &&
		typeof value.field === 'string' &&
		'message' in value &&
		typeof value.message === 'string'
	);
}

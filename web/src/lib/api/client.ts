// SPDX-License-Identifier: AGPL-3.0-only
import createClient, { type Client } from 'openapi-fetch';
import { ApiError, NetworkError } from './errors';
import type { paths } from './schema';

export interface ApiOptions {
	/** Read before every request, so that logging in needs no new client. */
	token: () => string | null;
	/** A request with a token was refused as unauthenticated: the session is over. */
	onUnauthenticated: () => void;
	fetch?: (request: Request) => Promise<Response>;
	baseUrl?: string;
}

export type Api = Client<paths>;

export function createApi({ token, onUnauthenticated, fetch: send, baseUrl }: ApiOptions): Api {
	const api = createClient<paths>({
		baseUrl: baseUrl ?? location.origin,
		credentials: 'omit',
		cache: 'no-store',
		...(send ? { fetch: send } : {})
	});
	api.use({
		onRequest({ request }) {
			const current = token();
			if (current) request.headers.set('Authorization', `Bearer ${current}`);
			return request;
		},
		onResponse({ request, response }) {
			const sent = request.headers.get('Authorization');
			// A late answer to an older token says nothing about the session there is now.
			if (response.status === 401 && sent && sent === `Bearer ${token()}`) onUnauthenticated();
		}
	});
	return api;
}

interface Reply<D> {
	data?: { data: D } | undefined;
	error?: unknown;
	response: Response;
}

/**
 * The inside of the envelope `{"data": …}`.
 *
 * @throws ApiError when the server refused
 * @throws NetworkError when nothing, or nothing of ours, came back
 */
export async function unwrap<D>(reply: Promise<Reply<D>>): Promise<D> {
	const { data } = await settle(reply);
	if (!data || typeof data !== 'object' || !('data' in data))
		throw new NetworkError('The answer was not JSON of ours');
	return data.data;
}

/** For routes that answer 204. */
export async function done(
	reply: Promise<{ data?: unknown; error?: unknown; response: Response }>
): Promise<void> {
	await settle(reply);
}

async function settle<R extends { error?: unknown; response: Response }>(reply: Promise<R>): Promise<R> {
	let settled: R;
	try {
		settled = await reply;
	} catch (cause) {
		// fetch rejects with a TypeError without a connection; a body that is no JSON rejects with a SyntaxError.
		throw new NetworkError('No answer from the server', { cause });
	}
	if (!settled.response.ok) throw toError(settled.response, settled.error);
	return settled;
}

function toError(response: Response, body: unknown): ApiError | NetworkError {
	const error = readEnvelope(body);
	if (error) {
		return new ApiError(response.status, error.code, error.message, error.details, retryAfter(response));
	}
	// Without our envelope it was not our server that spoke: a gateway in front of it, a captive portal.
	if (response.status === 429) {
		return new ApiError(429, 'rate_limited', 'Too many requests', {}, retryAfter(response));
	}
	return new NetworkError(`Status ${response.status} without a readable body`);
}

function readEnvelope(
	body: unknown
): { code: string; message: string; details: Record<string, unknown> } | null {
	if (typeof body !== 'object' || body === null || !('error' in body)) return null;
	const error = body.error;
	if (typeof error !== 'object' || error === null) return null;
	if (!('code' in error) || typeof error.code !== 'string') return null;
	const message = 'message' in error && typeof error.message === 'string' ? error.message : error.code;
	const details =
		'details' in error && typeof error.details === 'object' && error.details !== null
			? { ...error.details }
			: {};
	return { code: error.code, message, details };
}

function retryAfter(response: Response): number | null {
	const value = response.headers.get('Retry-After');
	if (value === null) return null;
	const seconds = Number(value);
	return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

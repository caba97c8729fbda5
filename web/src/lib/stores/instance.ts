// SPDX-License-Identifier: AGPL-3.0-only
import { unwrap, type Api } from '$lib/api/client';
import type { Invite } from '$lib/api/types';
import { ApiError } from '$lib/api/errors';

/** What anybody may know of the instance before logging in. */
export interface Instance {
	/** Nobody has an account yet. */
	needed: boolean;
	registration: 'invite' | 'open' | 'closed';
	instance_name: string;
}

/** Null when the server does not answer: the pages then work without it. */
export async function readInstance(api: Api): Promise<Instance | null> {
	try {
		const { registration, ...state } = await unwrap(api.GET('/api/v1/setup'));
		// A way that this client does not know is treated like the strictest that still lets people in.
		return {
			...state,
			registration: registration === 'open' || registration === 'closed' ? registration : 'invite'
		};
	} catch {
		return null;
	}
}

/** Looking does not use an invite up. `dead` when the server knows no such invite, `unknown` when it did not say. */
export async function readInvite(api: Api, code: string): Promise<Invite | 'dead' | 'unknown'> {
	try {
		return await unwrap(api.GET('/api/v1/invites/{code}', { params: { path: { code } } }));
	} catch (error) {
		return error instanceof ApiError && (error.status === 404 || error.status === 400) ? 'dead' : 'unknown';
	}
}

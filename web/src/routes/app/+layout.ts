// SPDX-License-Identifier: AGPL-3.0-only
import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { Client } from '$lib/stores/client.svelte';
import type { LayoutLoad } from './$types';

/** Runs once per visit of the app: moving between channels changes nothing that it reads. */
export const load: LayoutLoad = async ({ parent, untrack, url }) => {
	const { session } = await parent();
	const { accountId } = session;
	if (!session.token || !accountId) {
		const next = untrack(() => url.pathname);
		redirect(
			307,
			next === resolve('/app') ? resolve('/login') : `${resolve('/login')}?next=${encodeURIComponent(next)}`
		);
	}
	return { client: await Client.open(session, accountId) };
};

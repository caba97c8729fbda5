// SPDX-License-Identifier: AGPL-3.0-only
import { redirect } from '@sveltejs/kit';
import { destination } from '$lib/features/auth/ways';
import { readInstance, readInvite } from '$lib/stores/instance';
import { resolve } from '$app/paths';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent, url }) => {
	const { session } = await parent();
	const code = url.searchParams.get('invite');
	if (session.token) redirect(307, destination(code, null));
	const [instance, invite] = await Promise.all([
		readInstance(session.api),
		code ? readInvite(session.api, code) : null
	]);
	// Its own page says that the invite is dead, and how to go on.
	if (code && invite === 'dead') redirect(307, resolve('/invite/[code]', { code }));
	return { instance, code, invite: typeof invite === 'object' ? invite : null };
};

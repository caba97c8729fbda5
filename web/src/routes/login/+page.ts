// SPDX-License-Identifier: AGPL-3.0-only
import { redirect } from '@sveltejs/kit';
import { destination } from '$lib/features/auth/ways';
import { readInstance, readInvite } from '$lib/stores/instance';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent, url }) => {
	const { session } = await parent();
	const code = url.searchParams.get('invite');
	const next = url.searchParams.get('next');
	if (session.token) redirect(307, destination(code, next));
	const [instance, invite] = await Promise.all([
		readInstance(session.api),
		code ? readInvite(session.api, code) : null
	]);
	return {
		instance,
		code,
		invite: typeof invite === 'object' ? invite : null,
		next,
		expired: url.searchParams.has('expired')
	};
};

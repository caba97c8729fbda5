// SPDX-License-Identifier: AGPL-3.0-only
import { INVITE } from '$lib/features/auth/ways';
import { readInstance, readInvite } from '$lib/stores/instance';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent, params, url, depends }) => {
	depends(INVITE);
	const { session } = await parent();
	const [invite, instance] = await Promise.all([
		readInvite(session.api, params.code),
		session.token ? null : readInstance(session.api)
	]);
	return {
		code: params.code,
		invite,
		join: url.searchParams.has('join'),
		registration: instance?.registration ?? 'invite'
	};
};

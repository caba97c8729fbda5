// SPDX-License-Identifier: AGPL-3.0-only
import { readInstance } from '$lib/stores/instance';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	const { session } = await parent();
	return { instance: await readInstance(session.api) };
};

// SPDX-License-Identifier: AGPL-3.0-only
import { Preferences } from '$lib/stores/preferences.svelte';
import { Session } from '$lib/stores/session.svelte';
import type { LayoutLoad } from './$types';

export const ssr = false;
export const prerender = false;

/** Runs once: it depends on nothing, and nothing here calls `invalidateAll`. */
export const load: LayoutLoad = () => ({ session: new Session(), preferences: new Preferences() });

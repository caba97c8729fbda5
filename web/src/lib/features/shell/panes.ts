// SPDX-License-Identifier: AGPL-3.0-only
import { pushState } from '$app/navigation';
import { page } from '$app/state';
import { MediaQuery } from 'svelte/reactivity';

/** Guilds and channels do not fit beside the conversation. */
export const narrow = new MediaQuery('width < 768px', false);
/** The members fit beside the conversation. */
export const roomy = new MediaQuery('width >= 1024px', true);

/** Panes are history entries, so that the back button closes them as people expect on a phone. */
export function openPane(pane: 'nav' | 'members'): void {
	if (page.state.pane !== pane) pushState('', { pane });
}

export function closePane(): void {
	if (page.state.pane) history.back();
}

// SPDX-License-Identifier: AGPL-3.0-only
import type { Exclusively, Tabs } from './outbox.svelte';

/** Tabs of one account, over a BroadcastChannel where the browser has one. */
export function openTabs(accountId: string): Tabs {
	const channel =
		'BroadcastChannel' in globalThis ? new BroadcastChannel(`amityvox.outbox.${accountId}`) : null;
	const tabs: Tabs = {
		tell: (what) => channel?.postMessage(what),
		heard: null,
		close: () => {
			tabs.heard = null;
			channel?.close();
		}
	};
	if (channel) {
		channel.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (data === 'changed' || data === 'wake') tabs.heard?.(data);
		};
	}
	return tabs;
}

/**
 * One tab at a time, by Web Locks. Browsers have them on secure origins only; without them the nonce still keeps a
 * line that two tabs send at once from being there twice.
 */
export function lockFor(accountId: string): Exclusively {
	if (!('locks' in navigator)) return (work) => work();
	return async (work) => {
		await navigator.locks.request(`amityvox.outbox.${accountId}`, work);
	};
}

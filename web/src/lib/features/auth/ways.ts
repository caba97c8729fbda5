// SPDX-License-Identifier: AGPL-3.0-only
import { resolve } from '$app/paths';

/** The invite travels in the address, so that a reload, a wrong password or a detour cannot lose it. */
export function withInvite(path: string, code: string | null): string {
	return code ? `${path}?invite=${encodeURIComponent(code)}` : path;
}

/** Where a log-in leads: through the invite, back to where the person was, or into the app. */
export function destination(code: string | null, next: string | null): string {
	if (code) return `${resolve('/invite/[code]', { code })}?join`;
	// Only paths of the app: `next` comes from the address, and an address can come from anybody.
	return next && /^\/app(\/[A-Za-z0-9]+){0,2}$/.test(next) ? next : resolve('/app');
}

/** What the invite page's `load` depends on: to be asked again when the invite may have died. */
export const INVITE = 'amityvox:invite';

// SPDX-License-Identifier: AGPL-3.0-only
declare global {
	/** Of package.json; the gateway is told. */
	const __APP_VERSION__: string;

	namespace App {
		interface PageState {
			/** Below 768 px: the pane that covers the conversation; the back button closes it. */
			pane?: 'nav' | 'members';
		}
	}
}

export {};

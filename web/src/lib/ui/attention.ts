// SPDX-License-Identifier: AGPL-3.0-only
import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => {
	addEventListener('focus', update);
	addEventListener('blur', update);
	document.addEventListener('visibilitychange', update);
	return () => {
		removeEventListener('focus', update);
		removeEventListener('blur', update);
		document.removeEventListener('visibilitychange', update);
	};
});

/** Whether somebody sits in front of this page. Views that read it follow. */
export const attention = {
	get here(): boolean {
		subscribe();
		return document.visibilityState === 'visible' && document.hasFocus();
	}
};

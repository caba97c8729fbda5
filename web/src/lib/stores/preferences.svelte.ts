// SPDX-License-Identifier: AGPL-3.0-only

export type Theme = 'system' | 'light' | 'dark';

// `static/theme.js` reads the same key before the first paint.
const THEME_KEY = 'amityvox.theme';
const MEMBERS_KEY = 'amityvox.members';

/** What belongs to this device and not to an account. */
export class Preferences {
	#theme = $state<Theme>('system');
	#members = $state(true);

	constructor() {
		const theme = read(THEME_KEY);
		if (theme === 'light' || theme === 'dark') this.#theme = theme;
		this.#members = read(MEMBERS_KEY) !== 'hidden';
	}

	get theme(): Theme {
		return this.#theme;
	}

	set theme(theme: Theme) {
		this.#theme = theme;
		if (theme === 'system') {
			delete document.documentElement.dataset.theme;
			write(THEME_KEY, null);
		} else {
			document.documentElement.dataset.theme = theme;
			write(THEME_KEY, theme);
		}
	}

	/** Whether the members stand beside the conversation where there is room for them. */
	get members(): boolean {
		return this.#members;
	}

	set members(shown: boolean) {
		this.#members = shown;
		write(MEMBERS_KEY, shown ? null : 'hidden');
	}
}

function read(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}

function write(key: string, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(key);
		else localStorage.setItem(key, value);
	} catch {
		// Without storage the choice holds until the page is left.
	}
}

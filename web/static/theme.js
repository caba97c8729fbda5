// SPDX-License-Identifier: AGPL-3.0-only
// Runs before the first paint, as a file of its own because the content security policy allows no inline script.
try {
	const theme = localStorage.getItem('amityvox.theme');
	if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
	// Storage is closed to us (private mode, policy): the system's theme is a good answer.
}

// SPDX-License-Identifier: AGPL-3.0-only

/** Which of the app's own dialogs is open; several places open each of them. */
export const dialogs = $state({ createGuild: false, settings: false, switcher: false, help: false });

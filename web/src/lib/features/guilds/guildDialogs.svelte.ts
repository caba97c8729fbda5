// SPDX-License-Identifier: AGPL-3.0-only

export type Section = 'overview' | 'roles' | 'channels' | 'members' | 'bans' | 'invites' | 'audit';

export interface SettingsPlace {
	guildId: string;
	/** Null shows the list of sections, which a narrow screen begins with. */
	section: Section | null;
	/** The role or channel that is open in it. */
	itemId: string | null;
}

class GuildDialogs {
	settings = $state.raw<SettingsPlace | null>(null);
	/** A channel or category to be made. */
	creating = $state.raw<{ guildId: string; type: 'text' | 'category'; categoryId: string | null } | null>(
		null
	);
	/** Of the guild to which people are to be invited. */
	inviting = $state<string | null>(null);
	leaving = $state<string | null>(null);
	deletingChannel = $state<string | null>(null);

	openSettings(guildId: string, section: Section | null = null, itemId: string | null = null): void {
		this.settings = { guildId, section, itemId };
	}

	create(guildId: string, type: 'text' | 'category', categoryId: string | null = null): void {
		this.creating = { guildId, type, categoryId };
	}
}

/** Which of the dialogs about a guild is open; several places open each of them. */
export const guildDialogs = new GuildDialogs();

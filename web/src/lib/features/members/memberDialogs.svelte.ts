// SPDX-License-Identifier: AGPL-3.0-only
import type { User } from '$lib/api/types';

export type MemberAct = 'roles' | 'nickname' | 'timeOut' | 'kick' | 'ban';

interface OpenDialog {
	act: MemberAct;
	guildId: string;
	user: User;
}

class MemberDialogs {
	/** Which of the dialogs about a member is open. */
	current = $state.raw<OpenDialog | null>(null);

	open(act: MemberAct, guildId: string, user: User): void {
		this.current = { act, guildId, user };
	}

	close(): void {
		this.current = null;
	}
}

export const memberDialogs = new MemberDialogs();

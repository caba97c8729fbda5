// SPDX-License-Identifier: AGPL-3.0-only
import type { GuildMember, User } from '$lib/api/types';
import { anchorOf, longPress, type Anchor } from '$lib/ui/menu';

export type MenuSubject =
	/** `seen` is the member as a message carries it. */
	| { kind: 'member'; guildId: string; user: User; seen?: GuildMember | undefined }
	| { kind: 'channel'; channelId: string }
	| { kind: 'guild'; guildId: string };

interface OpenMenu {
	subject: MenuSubject;
	anchor: Anchor;
	opener: HTMLElement | null;
}

class Menus {
	/** The one menu that is open. */
	current = $state.raw<OpenMenu | null>(null);

	/** For clicks and right clicks alike. The focus returns to the element, or to what in it can take it. */
	open(event: MouseEvent & { currentTarget: HTMLElement }, subject: MenuSubject): void {
		event.preventDefault();
		event.stopPropagation();
		this.#show(anchorOf(event, event.currentTarget), event.currentTarget, subject);
	}

	/** A finger that rests on the element. */
	hold(subject: () => MenuSubject) {
		return longPress((anchor, element) => this.#show(anchor, element, subject()));
	}

	close(): void {
		this.current = null;
	}

	#show(anchor: Anchor, element: HTMLElement, subject: MenuSubject): void {
		const opener = element.matches(FOCUSABLE) ? element : element.querySelector<HTMLElement>(FOCUSABLE);
		this.current = { subject, anchor, opener };
	}
}

const FOCUSABLE = 'a[href], button, [tabindex]';

export const menus = new Menus();

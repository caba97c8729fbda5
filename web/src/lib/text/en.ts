// SPDX-License-Identifier: AGPL-3.0-only

const count = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** Every sentence people read. Short, warm, concrete; an error says what happened, what is safe, what to do. */
export const t = {
	product: 'AmityVox',
	title: (page: string) => `${page} · AmityVox`,
	skip: 'Skip to',
	skipToMessages: 'Skip to messages',
	skipToComposer: 'Skip to writing',

	close: 'Close',
	cancel: 'Cancel',
	save: 'Save',
	tryAgain: 'Try again',
	reload: 'Reload',
	copy: 'Copy',
	copied: 'Copied',
	loading: 'Loading',

	members: (n: number) => count(n, 'member', 'members'),

	fields: {
		username: 'Username',
		usernameHint: '2 to 32 letters, digits, dots, dashes or underscores.',
		password: 'Password',
		passwordHint: 'At least 8 characters. A short sentence is easy to keep.',
		showPassword: 'Show password',
		hidePassword: 'Hide password',
		instanceName: 'What is this place called?',
		instanceNameHint: 'Your household, your club. You can leave it empty.',
		invite: 'Invite link',
		inviteHint: 'Looks like https://…/invite/Ab3dE…'
	},

	setup: {
		page: 'Set up',
		heading: 'Make yourself at home',
		intro:
			'This place is new and yours. Choose how people know you here; this first account looks after everything.',
		submit: 'Move in',
		noSecretHeading: 'Open the link from the server',
		noSecret:
			'When it starts, the server prints a link that ends in #secret=… Open that link, and you can make the first account.',
		doneHeading: 'Somebody lives here already',
		done: 'The first account is made, so this link has done its work.'
	},

	login: {
		page: 'Log in',
		heading: 'Good to see you',
		intro: (place: string) => `Log in to ${place}.`,
		submit: 'Log in',
		expired: 'You were logged out. Log in again; whatever you wrote is still here.',
		invited: (guild: string) => `Log in, and you are in ${guild}.`,
		noAccount: 'New here?',
		register: 'Create an account',
		needsSetup:
			'This place is new: nobody has an account yet. Open the link that the server printed when it started.'
	},

	register: {
		page: 'Create an account',
		heading: 'Come on in',
		intro: (place: string) => `An account for ${place}.`,
		invited: (guild: string) => `Choose a name, and you are in ${guild}.`,
		submit: 'Create account',
		haveAccount: 'Have an account?',
		logIn: 'Log in',
		inviteNeededHeading: 'It takes an invite',
		inviteNeeded: (place: string) =>
			`${place} is by invitation. Ask somebody who is in for a link and paste it here.`,
		useInvite: 'Use invite',
		notAnInvite: 'That does not look like an invite link.',
		closedHeading: 'The door is closed',
		closed: (place: string) => `${place} takes no new accounts right now. Whoever runs it can make you one.`
	},

	invite: {
		page: 'Invite',
		invitedBy: (name: string) => `${name} invites you to`,
		invited: 'You are invited to',
		join: (guild: string) => `Join ${guild}`,
		createAccount: 'Create an account',
		logIn: 'I have an account',
		deadHeading: 'This invite no longer works',
		dead: 'It ran out, was used up, or has a typo. Ask whoever sent it for a new one.',
		openApp: 'Open AmityVox',
		banned: 'You cannot join this guild. Its moderators decided so.'
	},

	page: {
		missing: 'The address leads nowhere. Perhaps a letter is missing.',
		brokenHeading: 'This page broke',
		broken: 'That is our fault. What you wrote is kept; reload and go on.'
	},

	app: {
		guilds: 'Guilds',
		channels: 'Channels',
		conversation: 'Conversation',
		addGuild: 'Create or join a guild',
		openNavigation: 'Guilds and channels',
		closePane: 'Close',
		showMembers: 'Show members',
		hideMembers: 'Hide members',
		textChannels: 'Channels',
		createChannel: 'Create a channel',
		inviteFriends: 'Invite people',
		settings: 'Settings',
		you: 'You',
		opening: 'Opening your guilds',
		emptyHeading: 'Nobody here yet',
		empty:
			'A guild is a home for a group: your household, your club, your friends. Make one and send people a link, or join one with a link you were sent.',
		createGuild: 'Create a guild',
		joinGuild: 'Join with an invite',
		noChannelsHeading: 'No channels yet',
		noChannels: 'There is nothing here that you can read.',
		noChannelsOwn: 'Make the first one and say hello.',
		missingHeading: 'There is nothing here',
		missing: 'It was deleted, or it is not open to you.',
		toStart: 'To the start'
	},

	connection: {
		connecting: 'Connecting …',
		reconnecting: 'Connection lost. You can go on writing.',
		offline: 'You are offline. What you write is sent later.',
		outdated: 'This server was updated. Reload to go on.',
		now: 'Try now',
		slowHeading: 'The server does not answer',
		slow: 'Nothing is lost. It may be restarting; this page goes on as soon as it is back.'
	},

	channel: {
		startHeading: (name: string) => `Welcome to #${name}`,
		start: 'This is where it begins.',
		startAlone: 'Say the first word, or invite somebody to say it to.',
		loading: 'Loading messages',
		failedHeading: 'The messages did not load',
		failed: 'They are safe on the server. Try again in a moment.',
		olderFailed: 'Older messages did not load.',
		toPresent: 'Jump to present',
		newBelow: (n: number) => count(n, 'new message', 'new messages'),
		list: (name: string) => `Messages in ${name}`,
		said: (author: string, text: string) => `${author}: ${text}`,
		members: 'Members',
		owner: 'Owner',
		you: 'you',
		membersFailed: 'The rest did not load.'
	},

	message: {
		label: (author: string, time: string, text: string) => `${author}, ${time}: ${text}`,
		actions: 'Message actions',
		edit: 'Edit',
		delete: 'Delete',
		edited: 'edited',
		editedAt: (time: string) => `Edited ${time}`,
		sending: 'Sending …',
		waiting: 'Waits for the connection',
		failed: 'Not sent.',
		retry: 'Send again',
		discard: 'Delete',
		joined: (name: string) => `${name} came in.`,
		editHint: 'Esc to cancel · Enter to save',
		editLabel: 'Edit message',
		editFailed: 'The change was not saved. Your text is still here.',
		deleteHeading: 'Delete this message?',
		deleteText: 'It is gone for everyone, and it does not come back.',
		deleteFailed: 'It was not deleted. Try again in a moment.'
	},

	composer: {
		placeholder: (channel: string) => `Message #${channel}`,
		label: (channel: string) => `Message to ${channel}`,
		send: 'Send',
		tooLong: (over: number) => `${count(over, 'character', 'characters')} too many`,
		left: (left: number) => `${left.toLocaleString('en')} left`,
		readOnly: 'You can read here, but not write.'
	},

	createGuild: {
		heading: 'Create a guild',
		text: 'Give it a name. You can invite people right after.',
		name: 'Name',
		placeholder: 'Neighbours and friends',
		submit: 'Create',
		or: 'Were you sent a link?',
		join: 'Join'
	},

	createChannel: {
		heading: 'Create a channel',
		text: (guild: string) => `Everyone in ${guild} can read and write in it.`,
		name: 'Name',
		placeholder: 'garden',
		topic: 'What is it about?',
		topicHint: 'Optional. Stands at the top of the channel.',
		submit: 'Create'
	},

	inviteDialog: {
		heading: (guild: string) => `Invite people to ${guild}`,
		text: 'Whoever has this link can come in. Send it to people you would let through the door.',
		link: 'Invite link',
		expires: 'Works for',
		uses: 'For how many people',
		failed: 'The link could not be made.',
		lifetimes: [
			{ seconds: 86_400, label: '1 day' },
			{ seconds: 604_800, label: '7 days' },
			{ seconds: 2_592_000, label: '30 days' },
			{ seconds: 0, label: 'No end' }
		],
		anyNumber: 'Any number',
		people: (n: number) => count(n, 'person', 'people'),
		making: 'Making a link …'
	},

	settings: {
		heading: 'Settings',
		displayName: 'Display name',
		displayNameHint: (username: string) => `How others see you. Empty means ${username}.`,
		saved: 'Saved',
		theme: 'Theme',
		themes: { system: 'Like my system', light: 'Light', dark: 'Dark' } as const,
		loggedInAs: (username: string) => `Logged in as ${username}.`,
		logOut: 'Log out',
		unsentHeading: (n: number) => `${count(n, 'message is', 'messages are')} not sent yet`,
		unsent: 'Logging out deletes them from this device.',
		logOutAnyway: 'Log out anyway',
		stay: 'Stay'
	},

	/** By error code of the API. */
	errors: {
		invalid_setup_secret: 'This setup link is not the right one. Open the newest that the server printed.',
		already_set_up: 'The first account exists already. Log in instead.',
		registration_closed: 'New accounts are not possible here right now.',
		invite_required: 'It takes an invite to make an account here.',
		invite_not_found: 'This invite no longer works. Ask for a new one.',
		invalid_username: 'Use 2 to 32 letters, digits, dots, dashes or underscores.',
		username_taken: 'That name is taken. Try another.',
		password_too_short: 'Use at least 8 characters.',
		password_too_long: 'Use at most 128 characters.',
		invalid_credentials: 'Name and password do not fit together. Nothing was changed; try again.',
		rate_limited: 'That was a bit fast. Wait a moment and try again.',
		missing_permission: 'You may not do that here.',
		channel_not_found: 'This channel is gone.',
		guild_not_found: 'This guild is gone.',
		message_not_found: 'This message is gone already.',
		content_too_long: 'It is too long.',
		empty_content: 'There is nothing in it.',
		not_author: 'Only its author can change it.',
		not_stored: 'This device has no room to keep it until it is sent.'
	} as Readonly<Record<string, string>>,
	errorNetwork: 'The server did not answer. Nothing is lost; try again in a moment.',
	errorUnknown: (code: string) => `That did not work (${code}). Try again in a moment.`
} as const;

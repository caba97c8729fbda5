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

	createCategory: {
		heading: 'Create a category',
		text: 'A heading in the list, with channels under it.',
		placeholder: 'Workshop',
		submit: 'Create'
	},

	channelGroups: {
		createIn: (name: string) => `Create a channel in ${name}`
	},

	farewell: {
		guild_deleted: (name: string) => `${name} was deleted by its owner.`,
		guild_removed: (name: string) => `You are no longer a member of ${name}. Its moderators decided so.`,
		channel_gone: (name: string) => `#${name} is no longer open to you, so you are here now.`,
		dismiss: 'Put away'
	},

	/** By wire name: what it is called, and what it lets people do. A missing one does not compile. */
	permissions: {
		view_channel: { name: 'View channels', text: 'See the channel in the list and what is written in it.' },
		read_history: { name: 'Read history', text: 'Read what was written before one looked.' },
		send_messages: { name: 'Send messages', text: 'Write in channels.' },
		create_invites: { name: 'Create invites', text: 'Make links by which new people come in.' },
		change_nickname: { name: 'Change nickname', text: 'Choose one’s own name in this guild.' },
		manage_messages: {
			name: 'Manage messages',
			text: 'Delete what others wrote, and write without waiting for slow mode.'
		},
		timeout_members: {
			name: 'Time out members',
			text: 'Keep people from writing for a while. It ends by itself.'
		},
		kick_members: {
			name: 'Kick members',
			text: 'Remove people from the guild. With a new invite they can come back.'
		},
		ban_members: {
			name: 'Ban members',
			text: 'Remove people and keep them out, for a time or for good. Lift bans, too.'
		},
		manage_nicknames: { name: 'Manage nicknames', text: 'Change what others are called in this guild.' },
		assign_roles: { name: 'Assign roles', text: 'Give and take roles that stand below one’s own highest.' },
		manage_channels: {
			name: 'Manage channels',
			text: 'Create, rename, order and delete channels, and set their slow mode.'
		},
		manage_permissions: {
			name: 'Manage permissions',
			text: 'Decide for a channel which roles and people may do what in it.'
		},
		manage_roles: {
			name: 'Manage roles',
			text: 'Create, change, order and delete roles below one’s own highest.'
		},
		view_audit_log: { name: 'View audit log', text: 'Read who changed what in this guild.' },
		manage_guild: {
			name: 'Manage guild',
			text: 'Change name and description, and see and delete all invites.'
		},
		administrator: {
			name: 'Administrator',
			text: 'May do everything, in every channel. Give it only to people you would hand your keys.'
		}
	},

	permissionStates: {
		allow: 'Allow',
		neutral: 'Neutral',
		inherit: 'Inherit',
		deny: 'Deny',
		of: (permission: string) => `${permission}: allow, leave or deny`,
		cannotGrant: 'You do not have it yourself, so you cannot grant it.'
	},

	guildMenu: {
		label: (guild: string) => `Menu of ${guild}`,
		settings: 'Guild settings',
		invite: 'Invite people',
		createChannel: 'Create a channel',
		createCategory: 'Create a category',
		nickname: 'Change my nickname',
		leave: 'Leave guild',
		copyId: 'Copy guild id',
		ownerCannotLeave: 'It is yours. Transfer or delete it in the settings.'
	},

	channelMenu: {
		label: (channel: string) => `Menu of ${channel}`,
		more: (channel: string) => `More about ${channel}`,
		edit: 'Edit channel',
		editCategory: 'Edit category',
		slowmode: 'Slow mode',
		permissions: 'Permissions',
		delete: 'Delete channel',
		deleteCategory: 'Delete category',
		copyId: 'Copy channel id'
	},

	memberMenu: {
		label: (name: string) => `About ${name}`,
		more: (name: string) => `More about ${name}`,
		joined: (day: string) => `Here since ${day}`,
		left: 'Not a member any more',
		timedOutUntil: (time: string) => `Timed out until ${time}`,
		noRoles: 'No roles',
		roles: 'Roles',
		nickname: 'Change nickname',
		timeOut: 'Time out',
		endTimeOut: 'End time-out',
		kick: 'Kick',
		ban: 'Ban',
		copyId: 'Copy user id',
		reasons: {
			self: 'Not for oneself.',
			owner: 'Owns this guild; nobody stands above.',
			rank: 'Stands as high as you, or higher.',
			administrator: 'Administrators cannot be timed out.',
			noRoleBelow: 'No role stands below yours.'
		}
	},

	memberDialogs: {
		rolesHeading: (name: string) => `Roles of ${name}`,
		rolesText: 'A change counts at once.',
		noRoles: 'This guild has no roles yet. Make some in its settings.',
		roleTooHigh: 'As high as your own highest role, or higher.',
		roleGrants: 'It allows what you may not do yourself.',
		nicknameHeading: (name: string) => `Nickname of ${name}`,
		ownNicknameHeading: 'Your nickname',
		nicknameText: (guild: string) => `Counts in ${guild} only.`,
		nickname: 'Nickname',
		nicknameHint: (name: string) => `Empty means ${name}.`,
		timeOutHeading: (name: string) => `Time out ${name}`,
		timeOutText: (name: string) => `Until it ends, ${name} can read but not write. It ends by itself.`,
		timeOutFor: 'For how long',
		timeOutDurations: [
			{ seconds: 60, label: '1 minute' },
			{ seconds: 300, label: '5 minutes' },
			{ seconds: 600, label: '10 minutes' },
			{ seconds: 3_600, label: '1 hour' },
			{ seconds: 86_400, label: '1 day' },
			{ seconds: 604_800, label: '1 week' },
			{ seconds: 2_419_200, label: '4 weeks' }
		],
		timeOutSubmit: 'Time out',
		kickHeading: (name: string) => `Kick ${name}?`,
		kickText: (name: string) => `${name} is out at once. With a new invite they can come back.`,
		kickSubmit: 'Kick',
		banHeading: (name: string) => `Ban ${name}?`,
		banText: (name: string) => `${name} is out at once and cannot come back while the ban lasts.`,
		banFor: 'For how long',
		banDurations: [
			{ seconds: 0, label: 'For good' },
			{ seconds: 3_600, label: '1 hour' },
			{ seconds: 86_400, label: '1 day' },
			{ seconds: 604_800, label: '1 week' },
			{ seconds: 2_592_000, label: '30 days' },
			{ seconds: 31_536_000, label: '1 year' }
		],
		banDelete: 'Delete what they wrote',
		banDeletes: [
			{ seconds: 0, label: 'Nothing' },
			{ seconds: 3_600, label: 'In the last hour' },
			{ seconds: 86_400, label: 'In the last day' },
			{ seconds: 604_800, label: 'In the last week' }
		],
		banSubmit: 'Ban',
		reason: 'Why',
		reasonHint: 'Optional. Stands in the audit log, for your fellow moderators.'
	},

	guildSettings: {
		heading: (guild: string) => `Settings of ${guild}`,
		sections: 'Sections',
		back: 'All sections',
		section: {
			overview: 'Overview',
			roles: 'Roles',
			channels: 'Channels',
			members: 'Members',
			bans: 'Bans',
			invites: 'Invites',
			audit: 'Audit log'
		} as const,
		loadFailed: 'This did not load.',
		needs: (permission: string) => `It takes the permission “${permission}”.`,
		unsaved: 'Not saved yet.',
		reset: 'Undo',
		saved: 'Saved'
	},

	overview: {
		name: 'Name',
		description: 'What is this guild about?',
		descriptionHint: 'Optional. Members read it here.',
		transferHeading: 'Hand it over',
		transferText: 'Somebody else becomes the owner; you stay as a member with your roles.',
		transferTo: 'New owner',
		transferChoose: 'Choose a member',
		transfer: 'Transfer',
		transferConfirmHeading: (name: string) => `Make ${name} the owner?`,
		transferConfirm: 'Only the new owner can give it back.',
		transferNobody: 'Nobody else is here yet.',
		deleteHeading: 'Delete it',
		deleteText: 'All channels and everything written in them go, for everyone.',
		delete: 'Delete guild',
		deleteConfirmHeading: (name: string) => `Delete ${name}?`,
		deleteConfirm: 'This cannot be undone. All channels and messages go, for everyone.',
		deleteType: (name: string) => `Type “${name}” to confirm`,
		leaveHeading: 'Leave',
		leaveText: 'You can come back with an invite. Roles and nickname are gone then.',
		leave: 'Leave guild',
		leaveConfirmHeading: (name: string) => `Leave ${name}?`
	},

	roles: {
		everyone: 'everyone',
		everyoneText: 'What every member may do, with or without roles.',
		intro: 'A role stands for what people do here. Where two disagree, the higher one counts.',
		create: 'Create a role',
		newName: 'New role',
		limit: 'The highest is on top. You can change those below your own highest role.',
		members: (n: number) => count(n, 'member', 'members'),
		tooHigh: 'It is as high as your own highest role, or higher. You can look, but not change it.',
		moveUp: (name: string) => `Move ${name} up`,
		moveDown: (name: string) => `Move ${name} down`,
		drag: 'Drag to move',
		moved: (name: string, place: number, of: number) => `${name} is number ${place} of ${of} now.`,
		back: 'All roles',
		name: 'Name',
		color: 'Colour',
		noColor: 'No colour',
		ownColor: 'Another colour',
		palette: {
			'#c0392b': 'Brick',
			'#d35400': 'Orange',
			'#b7860b': 'Mustard',
			'#3b8132': 'Meadow',
			'#0b7a75': 'Teal',
			'#2471a3': 'Sea',
			'#4a56c4': 'Iris',
			'#8e44ad': 'Plum',
			'#c2387f': 'Raspberry',
			'#6b7280': 'Stone'
		},
		colorHint: 'Names take the colour of the highest role that has one, made readable in both themes.',
		hoist: 'Show its members apart',
		hoistHint: 'In the member list they stand under the name of the role.',
		permissions: 'Permissions',
		membersHeading: 'Members',
		give: 'Give it to somebody',
		giveChoose: 'Choose a member',
		nobody: 'Nobody has it yet.',
		take: (name: string) => `Take it from ${name}`,
		delete: 'Delete role',
		deleteHeading: (name: string) => `Delete the role ${name}?`,
		deleteText: 'Everyone who has it loses what it allowed. It does not come back.',
		viewAs: 'View as this role',
		/** Null stands for a member without any role. */
		viewAsHeading: (role: string | null) =>
			role === null ? 'What a member without roles sees' : `What a member with just ${role} sees`,
		viewAsText: 'Channels that you cannot see yourself are not shown here either.',
		viewAsNone: 'No channel at all.',
		viewAsMay: 'May',
		viewAsNothing: 'May only look.'
	},

	channelSettings: {
		intro: 'Order channels and group them. What people may do is set per channel.',
		create: 'Create a channel',
		createCategory: 'Create a category',
		noCategory: 'No category',
		category: 'Category',
		isCategory: 'Category',
		moveUp: (name: string) => `Move ${name} up`,
		moveDown: (name: string) => `Move ${name} down`,
		moved: (name: string) => `${name} moved.`,
		empty: 'No channels yet.',
		edit: (name: string) => `Edit ${name}`,
		back: 'All channels',
		name: 'Name',
		topic: 'What is it about?',
		topicHint: 'Stands at the top of the channel.',
		slowmode: 'Slow mode',
		slowmodeHint: 'How long people wait between two messages. Whoever manages messages does not wait.',
		slowmodes: [
			{ seconds: 0, label: 'Off' },
			{ seconds: 5, label: '5 seconds' },
			{ seconds: 10, label: '10 seconds' },
			{ seconds: 30, label: '30 seconds' },
			{ seconds: 60, label: '1 minute' },
			{ seconds: 300, label: '5 minutes' },
			{ seconds: 900, label: '15 minutes' },
			{ seconds: 3_600, label: '1 hour' },
			{ seconds: 21_600, label: '6 hours' }
		],
		slowmodeOther: (seconds: number) => count(seconds, 'second', 'seconds'),
		delete: 'Delete channel',
		deleteCategory: 'Delete category',
		deleteHeading: (name: string) => `Delete ${name}?`,
		deleteText: 'Everything written in it goes, for everyone. It does not come back.',
		deleteCategoryText: 'Its channels stay; they just stand in no category any more.',
		permissions: 'Permissions',
		permissionsText: 'What differs here from the roles. Roles count from low to high, a person last.',
		permissionsCategoryText: 'Channels that have the same permissions as this category change along with it.',
		target: 'Whose permissions',
		addTarget: 'Add a role or member',
		addRole: 'Roles',
		addMember: 'Members',
		removeOverride: 'Remove',
		removeOverrideHint: 'Then only the roles count here.',
		targetTooHigh: 'It stands as high as you, or higher.',
		noOverride: 'Nothing differs here yet.',
		viewAs: 'View as',
		viewAsRole: 'Role',
		viewAsSees: (role: string | null) =>
			`A member ${role === null ? 'without roles' : `with just ${role}`} sees this channel and may:`,
		viewAsSeesNot: (role: string | null) =>
			`A member ${role === null ? 'without roles' : `with just ${role}`} does not see this channel.`
	},

	memberSettings: {
		search: 'Search members',
		searchHint: 'By name, nickname or role.',
		found: (n: number) => (n === 0 ? 'Nobody by that name.' : count(n, 'member', 'members')),
		timedOut: 'timed out'
	},

	bans: {
		none: 'Nobody is banned.',
		by: (name: string) => `by ${name}`,
		until: (time: string) => `until ${time}`,
		forGood: 'for good',
		noReason: 'No reason was given.',
		lift: 'Lift',
		liftOf: (name: string) => `Lift the ban of ${name}`,
		liftHeading: (name: string) => `Lift the ban of ${name}?`,
		liftText: (name: string) => `${name} can come back with an invite.`
	},

	invites: {
		none: 'There are no invites.',
		create: 'Make an invite',
		by: (name: string) => `by ${name}`,
		uses: (n: number, max: number | undefined) =>
			max === undefined
				? `${count(n, 'person', 'people')} came in`
				: `${n} of ${count(max, 'person', 'people')} came in`,
		expires: (time: string) => `until ${time}`,
		never: 'no end',
		copyLink: (code: string) => `Copy the link ${code}`,
		delete: (code: string) => `Delete the invite ${code}`,
		deleteHeading: 'Delete this invite?',
		deleteText: 'Its link stops working at once.',
		deleteSubmit: 'Delete'
	},

	audit: {
		none: 'Nothing happened yet.',
		noneFound: 'Nothing that fits.',
		action: 'What',
		actor: 'Who',
		anyAction: 'Everything',
		anybody: 'Everybody',
		older: 'Show older',
		nobody: 'The server',
		reason: (reason: string) => `Reason: ${reason}`,
		changed: (label: string, before: string, after: string) => `${label}: ${before} → ${after}`,
		was: (label: string, value: string) => `${label}: ${value}`,
		inCategory: (channel: string, category: string) => `${channel} (in ${category})`,
		nothing: 'nothing',
		yes: 'yes',
		no: 'no',
		theGuild: 'the guild',
		unknown: 'somebody',
		/** What the actor did, by action of the API; the name of what it was done to is given. */
		actions: {
			guild_updated: { label: 'Guild changed', did: () => 'changed the guild' },
			guild_owner_changed: { label: 'Guild handed over', did: () => 'handed the guild over' },
			role_created: { label: 'Role created', did: (what: string) => `created the role ${what}` },
			role_updated: { label: 'Role changed', did: (what: string) => `changed the role ${what}` },
			role_deleted: { label: 'Role deleted', did: (what: string) => `deleted the role ${what}` },
			roles_ordered: { label: 'Roles ordered', did: () => 'put the roles in another order' },
			channel_created: { label: 'Channel created', did: (what: string) => `created the channel ${what}` },
			channel_updated: { label: 'Channel changed', did: (what: string) => `changed the channel ${what}` },
			channel_deleted: { label: 'Channel deleted', did: (what: string) => `deleted the channel ${what}` },
			channels_ordered: { label: 'Channels ordered', did: () => 'put the channels in another order' },
			override_set: {
				label: 'Channel permissions set',
				did: (what: string) => `set permissions in the channel ${what}`
			},
			override_removed: {
				label: 'Channel permissions removed',
				did: (what: string) => `removed permissions in the channel ${what}`
			},
			member_updated: { label: 'Nickname changed', did: (what: string) => `changed the nickname of ${what}` },
			member_role_added: { label: 'Role given', did: (what: string) => `gave ${what} a role` },
			member_role_removed: { label: 'Role taken', did: (what: string) => `took a role from ${what}` },
			member_timed_out: { label: 'Timed out', did: (what: string) => `timed ${what} out` },
			member_timeout_removed: {
				label: 'Time-out ended',
				did: (what: string) => `ended the time-out of ${what}`
			},
			member_kicked: { label: 'Kicked', did: (what: string) => `kicked ${what}` },
			member_banned: { label: 'Banned', did: (what: string) => `banned ${what}` },
			member_unbanned: { label: 'Ban lifted', did: (what: string) => `lifted the ban of ${what}` },
			invite_created: { label: 'Invite made', did: (what: string) => `made the invite ${what}` },
			invite_deleted: { label: 'Invite deleted', did: (what: string) => `deleted the invite ${what}` },
			message_deleted: { label: 'Message deleted', did: (what: string) => `deleted a message of ${what}` }
		},
		/** What changed, by field of before and after. */
		fields: {
			name: 'Name',
			description: 'Description',
			owner_id: 'Owner',
			color: 'Colour',
			hoist: 'Members apart',
			position: 'Place',
			permissions_allow: 'Allowed',
			permissions_deny: 'Denied',
			topic: 'Topic',
			slowmode_seconds: 'Slow mode in seconds',
			category_id: 'Category',
			channel_id: 'Channel',
			author_id: 'Author',
			target_id: 'For',
			target_type: 'Kind',
			type: 'Kind',
			nickname: 'Nickname',
			role_id: 'Role',
			timeout_until: 'Until',
			expires_at: 'Until',
			duration_seconds: 'Seconds',
			delete_message_seconds: 'Deleted messages of the last seconds',
			reason: 'Reason',
			max_uses: 'For how many',
			code: 'Code',
			roles: 'Order',
			channels: 'Order'
		} as Readonly<Record<string, string>>
	},

	sendGate: {
		timedOut: (left: string) => `You are timed out and can write again in ${left}.`,
		slowmode: (left: string) => `Slow mode: write again in ${left}.`
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
		text: (guild: string) => `Everyone in ${guild} can use it, unless its permissions say otherwise.`,
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

	unread: {
		title: (page: string) => `• ${page}`,
		name: (name: string) => `${name}, unread`,
		divider: 'New',
		since: (n: number, more: boolean, time: string) =>
			`${n.toLocaleString('en')}${more ? '+' : ''} new ${n === 1 && !more ? 'message' : 'messages'} since ${time}`,
		jump: 'Jump to the first new message',
		markRead: 'Mark as read',
		markUnread: 'Mark as unread from here'
	},

	typing: {
		one: (name: string) => [name, ' is writing …'],
		two: (a: string, b: string) => [a, ' and ', b, ' are writing …'],
		three: (a: string, b: string, c: string) => [a, ', ', b, ' and ', c, ' are writing …'],
		somebody: 'Somebody',
		several: 'Several people are writing …'
	},

	presence: {
		statuses: { online: 'Online', idle: 'Away', dnd: 'Do not disturb', offline: 'Offline' } as const,
		chosen: {
			online: { name: 'Online', hint: 'Away by itself after ten minutes without a key.' },
			idle: { name: 'Away', hint: 'On all your devices, until you change it.' },
			dnd: { name: 'Do not disturb', hint: 'Others see that you would rather not be asked.' },
			invisible: { name: 'Invisible', hint: 'You can do everything, and look offline to others.' }
		} as const,
		own: (status: string) => `Your status: ${status}`,
		change: 'Change your status',
		failed: 'The status was not changed.',
		group: (status: string, n: number) => `${status} · ${n.toLocaleString('en')}`
	},

	devices: {
		heading: 'Devices',
		text: 'Wherever you are logged in. If one is not yours, sign it out and change your password.',
		current: 'This device',
		lastUsed: (time: string) => `Last used ${time}`,
		since: (time: string) => `Logged in ${time}`,
		unknown: 'Unknown device',
		signOut: 'Sign out',
		signOutNamed: (device: string) => `Sign out ${device}`,
		signOutOthers: 'Sign out everywhere else',
		signedOut: (n: number) => `${count(n, 'device was', 'devices were')} signed out.`,
		askOthers: (n: number) => `Sign out ${count(n, 'other device', 'other devices')}?`,
		alone: 'You are logged in on this device only.',
		failed: 'Your devices did not load.',
		signOutFailed: 'It was not signed out. Try again in a moment.'
	},

	password: {
		heading: 'Password',
		text: 'Changing it signs out all your other devices. This one stays.',
		current: 'Current password',
		next: 'New password',
		repeat: 'New password once more',
		differs: 'The two do not match.',
		submit: 'Change password',
		changed: 'Your password is changed, and your other devices are signed out.'
	},

	account: {
		heading: 'Account',
		appearance: 'Appearance'
	},

	keyboard: {
		heading: 'Keyboard',
		text: 'Everything works without a mouse. No key is taken while you write.',
		or: 'or',
		places: {
			app: 'Anywhere',
			conversation: 'In a channel',
			composer: 'While writing',
			message: 'On a message',
			editor: 'While editing a message'
		} as const,
		anyCharacter: 'Any character',
		toComposer: 'Go to the composer',
		acts: {
			app: {
				switcher: 'Go to a channel or guild',
				help: 'Show this list',
				settings: 'Open the settings',
				previousChannel: 'Previous channel',
				nextChannel: 'Next channel',
				previousUnread: 'Previous unread channel',
				nextUnread: 'Next unread channel',
				markGuildRead: 'Mark the whole guild as read',
				nextRegion: 'Next part of the screen',
				previousRegion: 'Previous part of the screen'
			},
			conversation: {
				markRead: 'Mark the channel as read and go to its end'
			},
			composer: {
				send: 'Send',
				newLine: 'New line',
				editLast: 'Edit your last message, when nothing is written'
			},
			message: {
				previousMessage: 'Message above',
				nextMessage: 'Message below',
				firstMessage: 'Oldest message there is on the screen',
				lastMessage: 'Newest message',
				edit: 'Edit it',
				delete: 'Delete it',
				markUnread: 'Mark as unread from here'
			},
			editor: {
				save: 'Save',
				cancel: 'Leave it as it was'
			}
		} as const
	},

	switcher: {
		open: 'Go to a channel or guild',
		heading: 'Where to?',
		placeholder: 'Channel or guild',
		label: 'Channel or guild; # for channels only, * for guilds only',
		results: 'Places',
		nothing: (query: string) => `There is nothing called “${query}”.`,
		nothingAtAll: 'There is nowhere to go yet.',
		hints: { move: 'choose', go: 'go there', channels: 'channels only', guilds: 'guilds only' } as const,
		guild: 'Guild',
		unread: 'unread'
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
		role_hierarchy: 'They stand as high as you, or higher. Nothing was changed.',
		cannot_escalate: 'You cannot grant what you may not do yourself. Nothing was changed.',
		owner_cannot_leave: 'It is yours. Transfer or delete it instead.',
		cannot_delete_everyone: 'This role is for everyone and stays.',
		not_owner: 'Only the owner can do that.',
		timed_out: 'You are timed out. What you wrote is kept; send it again when it is over.',
		banned: 'You are banned from this guild.',
		cannot_time_out_administrator: 'Administrators cannot be timed out.',
		role_not_found: 'This role is gone.',
		member_not_found: 'They are not a member any more.',
		ban_not_found: 'The ban is lifted already.',
		override_not_found: 'That was removed already.',
		user_not_found: 'Nobody has that name any more.',
		slowmode: 'Slow mode is on. Wait a moment.',
		role_limit_reached: 'There are as many roles as a guild can have.',
		channel_limit_reached: 'There are as many channels as a guild can have.',
		content_too_long: 'It is too long.',
		empty_content: 'There is nothing in it.',
		not_author: 'Only its author can change it.',
		sign_in_busy: 'Many people sign in just now. Try again in a few seconds.',
		wrong_password: 'That is not your current password. Nothing was changed.',
		session_not_found: 'That device is signed out already.',
		not_stored: 'This device has no room to keep it until it is sent.'
	} as Readonly<Record<string, string>>,
	errorNetwork: 'The server did not answer. Nothing is lost; try again in a moment.',
	errorUnknown: (code: string) => `That did not work (${code}). Try again in a moment.`
} as const;

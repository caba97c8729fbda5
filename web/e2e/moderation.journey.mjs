// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import {
	composerOf,
	createGuild,
	lineOf,
	logOf,
	makeInvite,
	membersOf,
	registerWith,
	say,
	seeChannel,
	setUp
} from './support/acts.mjs';
import { programOf } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';
import { eventually } from './support/waiting.mjs';

const GUILD = 'Harbour';
const SLOWMODE_SECONDS = 5;
const TIMEOUT_LEFT_MS = 4_000;
/** What follows from an act is on other screens by then. */
const SOON = { timeout: 5_000 };

// Three people write, make and ask more at once than the limits of a new installation let one address do.
const world = place({ limitsScale: 20 });

const channelsOf = (page) => page.getByRole('navigation', { name: 'Channels' });
const channelLink = (page, name) => channelsOf(page).getByRole('link', { name });
const memberOf = (page, name) => membersOf(page).getByRole('button', { name: new RegExp(`^${name}\\b`) });
const menuOf = (page) => page.getByRole('menu');

async function openGuildSettings(page, section) {
	await channelsOf(page).getByRole('heading', { name: GUILD }).getByRole('button').click();
	await menuOf(page).getByRole('menuitem', { name: 'Guild settings' }).click();
	const settings = page.getByRole('dialog', { name: `Settings of ${GUILD}` });
	if (section) await settings.getByRole('button', { name: section, exact: true }).click();
	return settings;
}

async function leaveSettings(settings) {
	await settings.getByRole('button', { name: 'Close' }).click();
	await settings.waitFor({ state: 'hidden' });
}

/** One of the three states of a permission, as a role or an override has them. */
async function choose(settings, permission, state) {
	await settings
		.getByRole('listitem')
		.filter({ has: settings.page().getByText(permission, { exact: true }) })
		.getByTitle(state, { exact: true })
		.click();
}

async function save(settings) {
	await settings.getByRole('button', { name: 'Save' }).click();
	await settings.getByText('Not saved yet.').waitFor({ state: 'hidden' });
}

/** By a right click on the person in the member list. */
async function actOn(page, member, act) {
	await memberOf(page, member).click({ button: 'right' });
	await menuOf(page).getByRole('menuitem', { name: act, exact: true }).click();
	return page.getByRole('dialog');
}

async function cannotWrite(page) {
	await page.getByText(/^You are timed out/).waitFor(SOON);
	await composerOf(page).waitFor({ state: 'hidden' });
}

journey(
	world,
	'An owner and a moderator look after a guild in which somebody makes trouble',
	async ({ server, arrive, tell }) => {
		const owner = await arrive('olga');
		const moderator = await arrive('mila');
		const trouble = await arrive('tom');
		await setUp(owner.page, server.setupLink, 'olga');
		await createGuild(owner.page, GUILD);
		const link = await makeInvite(owner.page);
		await registerWith(moderator.page, link, 'mila');
		await registerWith(trouble.page, link, 'tom');
		const guildId = owner.page.url().split('/').at(-2);

		// A plain member finds nothing to look after.
		let settings = await openGuildSettings(moderator.page);
		await settings.getByRole('button', { name: 'Overview', exact: true }).waitFor();
		assert.equal(await settings.getByRole('button', { name: 'Roles', exact: true }).count(), 0);
		await leaveSettings(settings);

		settings = await openGuildSettings(owner.page, 'Roles');
		await settings.getByRole('button', { name: 'Create a role' }).click();
		await settings.getByLabel('Name', { exact: true }).fill('Moderators');
		for (const permission of [
			'Kick members',
			'Ban members',
			'Time out members',
			'Manage channels',
			'View audit log'
		]) {
			await choose(settings, permission, 'Allow');
		}
		await save(settings);
		await settings.getByRole('combobox', { name: 'Give it to somebody' }).fill('mil');
		await owner.page.getByRole('option', { name: 'mila' }).click();
		await settings.getByRole('button', { name: 'Take it from mila' }).waitFor();
		await leaveSettings(settings);

		// Without a reload she is a moderator, above tom and below the owner.
		await eventually(async () => {
			const own = await openGuildSettings(moderator.page);
			const sections = await own
				.getByRole('navigation', { name: 'Sections' })
				.getByRole('button')
				.allInnerTexts();
			await leaveSettings(own);
			assert.deepEqual(
				sections.map((text) => text.trim()),
				['Overview', 'Channels', 'Members', 'Bans', 'Audit log']
			);
		}, 8_000);
		await memberOf(moderator.page, 'olga').click({ button: 'right' });
		const kick = menuOf(moderator.page).getByRole('menuitem', { name: /^Kick/ });
		await kick.getByText('Owns this guild; nobody stands above.').waitFor();
		assert.equal(await kick.getAttribute('aria-disabled'), 'true');
		await moderator.page.keyboard.press('Escape');
		const mila = await programOf(server, 'mila');
		const { id: olgaId } = (await mila.get(`/guilds/${guildId}/members`)).find(
			({ user }) => user.username === 'olga'
		).user;
		const refused = await mila.call('DELETE', `/guilds/${guildId}/members/${olgaId}`);
		assert.equal(refused.error?.code, 'role_hierarchy', 'and the server refuses what the menu refuses');

		await say(trouble.page, 'First!');
		await say(trouble.page, 'First again!');
		await lineOf(owner.page, 'First again!').waitFor(SOON);

		// Slow mode: the composer says how long to wait, and what is written stays.
		await channelLink(moderator.page, 'general').click({ button: 'right' });
		await menuOf(moderator.page).getByRole('menuitem', { name: 'Slow mode' }).click();
		settings = moderator.page.getByRole('dialog', { name: `Settings of ${GUILD}` });
		await settings.getByLabel('Slow mode').selectOption({ label: `${SLOWMODE_SECONDS} seconds` });
		await save(settings);
		await leaveSettings(settings);
		await eventually(async () => {
			const { slowmode_seconds } = await mila.get(`/channels/${owner.page.url().split('/').at(-1)}`);
			assert.equal(slowmode_seconds, SLOWMODE_SECONDS);
		});
		await trouble.page.waitForTimeout(SLOWMODE_SECONDS * 1000);
		await say(trouble.page, 'And again!');
		await trouble.page.getByText(/^Slow mode: write again in \d s\.$/).waitFor(SOON);
		await composerOf(trouble.page).fill('And once more!');
		await composerOf(trouble.page).press('Enter');
		assert.equal(await composerOf(trouble.page).inputValue(), 'And once more!');
		await trouble.page
			.getByText(/^Slow mode:/)
			.waitFor({ state: 'hidden', timeout: (SLOWMODE_SECONDS + 2) * 1000 });
		await composerOf(trouble.page).press('Enter');
		await lineOf(owner.page, 'And once more!').waitFor(SOON);

		// A time-out shuts the mouth at once, and ends by the clock with nobody touching anything.
		let dialog = await actOn(moderator.page, 'tom', 'Time out');
		await dialog.getByLabel('For how long').selectOption({ label: '1 minute' });
		await dialog.getByRole('button', { name: 'Time out', exact: true }).click();
		await dialog.waitFor({ state: 'hidden' });
		await cannotWrite(trouble.page);
		await memberOf(owner.page, 'tom').getByText('timed out').waitFor(SOON);
		const tomId = (await mila.get(`/guilds/${guildId}/members`)).find(({ user }) => user.username === 'tom')
			.user.id;
		const until = new Date(Date.now() + TIMEOUT_LEFT_MS);
		const shortened = await mila.call('PATCH', `/guilds/${guildId}/members/${tomId}`, {
			timeout_until: until.toISOString()
		});
		assert.equal(shortened.status, 200);
		await composerOf(trouble.page).waitFor({ timeout: TIMEOUT_LEFT_MS + 5_000 });
		tell(`The time-out ended on the screen ${Date.now() - until.getTime()} ms after its second`);
		await memberOf(owner.page, 'tom')
			.getByText('timed out')
			.waitFor({ state: 'detached', ...SOON });

		// A hidden channel appears with its history when it is opened, and goes again.
		await channelsOf(owner.page).getByRole('button', { name: 'Create a channel' }).click();
		dialog = owner.page.getByRole('dialog', { name: 'Create a channel' });
		await dialog.getByLabel('Name').fill('cellar');
		await dialog.getByRole('button', { name: 'Create' }).click();
		await seeChannel(owner.page, 'cellar');
		await channelLink(trouble.page, 'cellar').waitFor(SOON);
		await channelLink(owner.page, 'cellar').click({ button: 'right' });
		await menuOf(owner.page).getByRole('menuitem', { name: 'Permissions' }).click();
		settings = owner.page.getByRole('dialog', { name: `Settings of ${GUILD}` });
		await choose(settings, 'View channels', 'Deny');
		await save(settings);
		await settings.getByText('A member without roles does not see this channel.').waitFor(SOON);
		await channelLink(trouble.page, 'cellar').waitFor({ state: 'detached', ...SOON });
		await leaveSettings(settings);
		await say(owner.page, 'Written while nobody else could see it.');
		await lineOf(owner.page, 'Written while nobody else could see it.').waitFor();
		await channelLink(owner.page, 'cellar').click({ button: 'right' });
		await menuOf(owner.page).getByRole('menuitem', { name: 'Permissions' }).click();
		await choose(settings, 'View channels', 'Inherit');
		await save(settings);
		await leaveSettings(settings);
		await channelLink(trouble.page, 'cellar').click(SOON);
		await lineOf(trouble.page, 'Written while nobody else could see it.').waitFor(SOON);
		// Whoever is in a channel that closes is led to another, and told.
		await channelLink(owner.page, 'cellar').click({ button: 'right' });
		await menuOf(owner.page).getByRole('menuitem', { name: 'Permissions' }).click();
		await choose(settings, 'View channels', 'Deny');
		await save(settings);
		await leaveSettings(settings);
		await seeChannel(trouble.page, 'general');
		await trouble.page.getByText('#cellar is no longer open to you').waitFor();

		dialog = await actOn(moderator.page, 'tom', 'Kick');
		await dialog.getByLabel('Why').fill('Said “first” too often');
		await dialog.getByRole('button', { name: 'Kick' }).click();
		await dialog.waitFor({ state: 'hidden' });
		await trouble.page.getByText(`You are no longer a member of ${GUILD}.`).waitFor(SOON);
		await trouble.page.getByRole('heading', { name: 'Nobody here yet' }).waitFor(SOON);
		await memberOf(owner.page, 'tom').waitFor({ state: 'detached', ...SOON });

		// A kick is no ban: with the link he is in again.
		await trouble.page.goto(link);
		await trouble.page.getByRole('button', { name: `Join ${GUILD}` }).click();
		await seeChannel(trouble.page, 'general');
		await lineOf(trouble.page, 'And once more!').waitFor();
		await say(trouble.page, 'Guess who.');
		await lineOf(owner.page, 'Guess who.').waitFor({ state: 'detached' });
		await channelLink(owner.page, 'general').click();
		await seeChannel(owner.page, 'general');
		for (const { page } of [owner, moderator]) await lineOf(page, 'Guess who.').waitFor(SOON);

		dialog = await actOn(moderator.page, 'tom', 'Ban');
		await dialog.getByLabel('Why').fill('Came back only to go on');
		await dialog.getByLabel('Delete what they wrote').selectOption({ label: 'In the last hour' });
		await dialog.getByRole('button', { name: 'Ban', exact: true }).click();
		await dialog.waitFor({ state: 'hidden' });
		await trouble.page.getByText(`You are no longer a member of ${GUILD}.`).waitFor(SOON);
		for (const { page } of [owner, moderator]) {
			for (const line of ['First!', 'First again!', 'And again!', 'And once more!', 'Guess who.']) {
				await lineOf(page, line).waitFor({ state: 'detached', ...SOON });
			}
			assert.equal(
				await logOf(page)
					.getByRole('article', { name: /^tom, .*: / })
					.count(),
				0
			);
		}
		trouble.expect(/status of 403/);
		await trouble.page.goto(link);
		await trouble.page.getByRole('button', { name: `Join ${GUILD}` }).click();
		await trouble.page.getByText(/You cannot join this guild|You are banned from this guild/).waitFor();

		settings = await openGuildSettings(owner.page, 'Audit log');
		await settings.getByRole('listitem').filter({ hasText: 'mila banned tom' }).first().waitFor();
		await settings.getByText('Reason: Came back only to go on').waitFor();
		await settings.getByLabel('What').selectOption({ label: 'Kicked' });
		await settings.getByText('Reason: Said “first” too often').waitFor();
		await settings.getByText('banned tom').waitFor({ state: 'detached' });
		await settings.getByRole('button', { name: 'Bans', exact: true }).click();
		await settings.getByRole('button', { name: 'Lift the ban of tom' }).waitFor();
	}
);

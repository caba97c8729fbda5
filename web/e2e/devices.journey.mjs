// SPDX-License-Identifier: AGPL-3.0-only
import {
	composerOf,
	createGuild,
	enter,
	lineOf,
	makeInvite,
	membersOf,
	openSettings,
	registerWith,
	say,
	seeChannel,
	setUp
} from './support/acts.mjs';
import { PASSWORD, programOf } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';

const NEW_PASSWORD = 'another short sentence';
const SOON = { timeout: 5_000 };
/** Somebody is gone ten seconds after their last device. */
const GONE = { timeout: 20_000 };

const world = place({ limitsScale: 20 });

const unread = (page, name) =>
	page.getByRole('navigation', { name: 'Channels' }).getByRole('link', { name: `${name}, unread` });
const member = (page, name, status) =>
	membersOf(page).getByRole('button', { name: new RegExp(`^${name}\\b.*${status}`) });

journey(
	world,
	'What is read on one device is read on the other, and a new password leaves one of them',
	async ({ server, arrive }) => {
		const ada = await arrive('ada');
		await setUp(ada.page, server.setupLink, 'ada');
		await createGuild(ada.page, 'Village');
		const link = await makeInvite(ada.page);
		const ben = await arrive('ben');
		await registerWith(ben.page, link, 'ben');
		const phone = await arrive('ben on the phone');
		await enter(phone.page, server, 'ben');
		const program = await programOf(server, 'ada');
		const guildId = ada.page.url().split('/').at(-2);
		const { id: plans } = await program.post(`/guilds/${guildId}/channels`, { name: 'plans' });

		// Unread on both; read on one is read on the other.
		await program.post(`/channels/${plans}/messages`, { content: 'Who brings the bread?' });
		await unread(ben.page, 'plans').waitFor(SOON);
		await unread(phone.page, 'plans').waitFor(SOON);
		await ben.page.keyboard.press('Control+k');
		await ben.page.getByRole('dialog').getByRole('combobox').fill('plans');
		await ben.page.keyboard.press('Enter');
		await seeChannel(ben.page, 'plans');
		await lineOf(ben.page, 'Who brings the bread?').waitFor();
		await unread(phone.page, 'plans').waitFor({ state: 'hidden', ...SOON });

		// Who is writing is seen by the other, and ends with the line.
		await ada.page.getByRole('link', { name: 'plans' }).click();
		await seeChannel(ada.page, 'plans');
		await composerOf(ben.page).pressSequentially('I do');
		await ada.page.locator('[data-typing]').getByText('ben').waitFor(SOON);
		await ben.page.keyboard.press('Enter');
		await lineOf(ada.page, 'I do').waitFor();
		await ada.page.locator('[data-typing]').waitFor({ state: 'hidden', ...SOON });
		await say(ada.page, 'Thank you');

		// There with two devices, still there with one, not there when invisible.
		await member(ada.page, 'ben', 'Online').waitFor(SOON);
		const benProgram = await programOf(server, 'ben');
		await benProgram.call('PATCH', '/users/@me', { status: 'invisible' });
		await member(ada.page, 'ben', 'Offline').waitFor(SOON);
		await benProgram.call('PATCH', '/users/@me', { status: 'online' });
		await member(ada.page, 'ben', 'Online').waitFor(SOON);

		// A new password signs out the phone.
		phone.expect(/status of 401/);
		const settings = await openSettings(ben.page);
		await settings.getByRole('tab', { name: 'Password' }).click();
		await settings.getByLabel('Current password').fill(PASSWORD);
		await settings.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
		await settings.getByLabel('New password once more').fill(NEW_PASSWORD);
		await settings.getByRole('button', { name: 'Change password' }).click();
		await settings.getByText(/Your password is changed/).waitFor();
		await phone.page.getByRole('button', { name: 'Log in' }).waitFor(SOON);
		await ben.page.keyboard.press('Escape');
		await say(ben.page, 'Still here');
		await lineOf(ada.page, 'Still here').waitFor();
		await ben.page.context().close();
		await member(ada.page, 'ben', 'Offline').waitFor(GONE);
	}
);

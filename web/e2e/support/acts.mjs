// SPDX-License-Identifier: AGPL-3.0-only
//
// What people do and see, by the names that are on the screen.
import assert from 'node:assert/strict';
import { PASSWORD } from './api.mjs';
import { eventually } from './waiting.mjs';

export const composerOf = (page) => page.getByRole('textbox', { name: /^Message to / });
export const logOf = (page) => page.getByRole('log');
export const membersOf = (page) => page.getByRole('complementary', { name: 'Members' });
export const lineOf = (page, text) => logOf(page).getByText(text, { exact: true });

async function fillCredentials(page, username, password) {
	await page.getByLabel('Username').fill(username);
	await page.getByLabel('Password', { exact: true }).fill(password);
}

/** From the link that the server printed to the first screen. */
export async function setUp(page, link, username) {
	await page.goto(link);
	await fillCredentials(page, username, PASSWORD);
	await page.getByRole('button', { name: 'Move in' }).click();
	await page.getByRole('heading', { name: 'Nobody here yet' }).waitFor();
}

/** From an invite link to the open channel. */
export async function registerWith(page, link, username, channel = 'general') {
	await page.goto(link);
	await page.getByRole('link', { name: 'Create an account' }).click();
	await fillCredentials(page, username, PASSWORD);
	await page.getByRole('button', { name: 'Create account' }).click();
	await seeChannel(page, channel);
}

export async function logIn(page, username, password = PASSWORD) {
	await fillCredentials(page, username, password);
	await page.getByRole('button', { name: 'Log in' }).click();
}

/** By way of the log-in page to the channel that opens. */
export async function enter(page, server, username, channel = 'general') {
	await page.goto(`${server.url}/login`);
	await logIn(page, username);
	await seeChannel(page, channel);
}

export async function seeChannel(page, channel) {
	await page.getByRole('heading', { level: 1, name: channel, exact: true }).waitFor();
	await composerOf(page).waitFor();
}

export async function createGuild(page, name) {
	await page.getByRole('button', { name: 'Create or join a guild' }).click();
	const dialog = page.getByRole('dialog', { name: 'Create a guild' });
	await dialog.getByLabel('Name').fill(name);
	await dialog.getByRole('button', { name: 'Create' }).click();
	await page.getByRole('navigation', { name: 'Channels' }).getByRole('heading', { name }).waitFor();
	await seeChannel(page, 'general');
}

/** The link of a fresh invite to the open guild. */
export async function makeInvite(page) {
	await page
		.getByRole('navigation', { name: 'Channels' })
		.getByRole('button', { name: 'Invite people' })
		.click();
	const dialog = page.getByRole('dialog', { name: /^Invite people to / });
	const field = dialog.getByLabel('Invite link');
	const link = await eventually(async () => {
		const value = await field.inputValue();
		assert.match(value, /^https?:\/\/\S+\/invite\/\S+$/);
		return value;
	});
	await dialog.getByRole('button', { name: 'Close' }).click();
	await dialog.waitFor({ state: 'hidden' });
	return link;
}

/** Types a line and sends it with Enter. What was typed must be what stands there. */
export async function say(page, text) {
	const composer = composerOf(page);
	await composer.pressSequentially(text);
	assert.equal(await composer.inputValue(), text);
	await composer.press('Enter');
	assert.equal(await composer.inputValue(), '');
}

export async function openSettings(page) {
	await page.getByRole('region', { name: 'You' }).getByRole('button', { name: 'Settings' }).click();
	return page.getByRole('dialog', { name: 'Settings' });
}

/** The lines on the screen from top to bottom, as a screen reader says them; `id` is null while one is not sent. */
export async function shownLines(page) {
	const rows = await logOf(page)
		.getByRole('article')
		.evaluateAll((articles) =>
			articles.map((article) => ({
				id: article.getAttribute('data-message'),
				label: article.getAttribute('aria-label') ?? ''
			}))
		);
	return rows.map(({ id, label }) => {
		const [, author, time, text] = /^(.*?), (.*?): (.*)$/s.exec(label) ?? [];
		return { id, author, time, text };
	});
}

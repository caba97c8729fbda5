// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { composerOf, enter, lineOf, logOf, openSettings, say, seeChannel } from './support/acts.mjs';
import { api, befriend, found, guildOf } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';
import { eventually } from './support/waiting.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const THEMES = ['light', 'dark'];

// Many log-ins in little time.
const world = place({ limitsScale: 0 });

/** What axe finds fault with, each fault once, with the places where it is. */
class Faults {
	#places = new Map();

	/** Looks at the page as it is. */
	async find(page, place) {
		await page.evaluate(() => document.fonts.ready);
		const { violations, passes } = await new AxeBuilder({ page })
			.options({ resultTypes: ['violations'] })
			.withTags(RULES)
			.analyze();
		assert.ok(passes.length > 10, `axe looked at ${place}`);
		for (const { id, help, nodes } of violations) {
			for (const { html } of nodes) {
				const fault = `${id}: ${help}: ${html}`;
				this.#places.set(fault, [...(this.#places.get(fault) ?? []), place]);
			}
		}
	}

	mustBeNone() {
		assert.deepEqual(Object.fromEntries(this.#places), {});
	}
}

journey(
	world,
	'No page and no dialog breaks a rule of accessibility, light or dark',
	async ({ server, arrive }) => {
		const people = [];
		for (const theme of THEMES) {
			const person = await arrive(theme, { colorScheme: theme });
			person.expect(/Not found: \/no\/such\/page/);
			people.push([theme, person.page]);
		}
		const faults = new Faults();
		const look = async (what, show) => {
			for (const [theme, page] of people) {
				await show(page);
				await faults.find(page, `${what}, ${theme}`);
			}
		};

		await look('set-up', async (page) => {
			await page.goto(server.setupLink);
			await page.getByRole('button', { name: 'Move in' }).waitFor();
		});
		await look('set-up without the secret', async (page) => {
			await page.evaluate(() => sessionStorage.clear());
			await page.goto(`${server.url}/setup`);
			await page.getByRole('heading', { name: 'Open the link from the server' }).waitFor();
		});
		const { owner, home, link } = await furnish(server);
		await look('log-in', async (page) => {
			await page.goto(`${server.url}/login`);
			await page.getByLabel('Username').waitFor();
		});
		await look('register without an invite', async (page) => {
			await page.goto(`${server.url}/register`);
			await page.getByRole('heading', { name: 'It takes an invite' }).waitFor();
		});
		await look('invite', async (page) => {
			await page.goto(link);
			await page.getByText('adele invites you to').waitFor();
		});
		await look('register', async (page) => {
			await page.getByRole('link', { name: 'Create an account' }).click();
			await page.getByRole('heading', { name: 'Come on in' }).waitFor();
		});
		await look('no such page', async (page) => {
			await page.goto(`${server.url}/no/such/page`);
			await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
		});

		await look('a channel with messages', async (page) => {
			await enter(page, server, 'adele');
			await lineOf(page, 'It has 24 pages.').waitFor();
		});
		await look('a message under the pointer', async (page) => {
			await lineOf(page, 'It has 24 pages.').hover();
			await page.getByRole('toolbar', { name: 'Message actions' }).waitFor();
		});
		await look('editing', async (page) => {
			await composerOf(page).press('ArrowUp');
			await page.getByRole('textbox', { name: 'Edit message' }).waitFor();
		});
		await look('deleting', async (page) => {
			await page.getByRole('textbox', { name: 'Edit message' }).press('Escape');
			await lineOf(page, 'It has 24 pages.').hover();
			await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
			await page.getByRole('dialog', { name: 'Delete this message?' }).waitFor();
		});
		const next = async (page, button, dialog) => {
			await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
			await page.getByRole('button', { name: button }).first().click();
			await page.getByRole('dialog', { name: dialog }).waitFor();
		};
		await look('inviting', async (page) => {
			await next(page, 'Invite people', 'Invite people to Home');
			const field = page.getByLabel('Invite link');
			await eventually(async () => assert.match(await field.inputValue(), /^http/));
		});
		await look('a new channel', (page) => next(page, 'Create a channel', 'Create a channel'));
		await look('a new guild', (page) => next(page, 'Create or join a guild', 'Create a guild'));
		await look('settings', (page) => next(page, 'Settings', 'Settings'));
		const settings = (page) => page.getByRole('dialog', { name: 'Settings of Home' });
		const section = (name) => (page) => settings(page).getByRole('button', { name, exact: true }).click();
		await look('guild settings', async (page) => {
			await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
			await page
				.getByRole('navigation', { name: 'Channels' })
				.getByRole('heading', { name: 'Home' })
				.getByRole('button')
				.click();
			await page.getByRole('menuitem', { name: 'Guild settings' }).click();
			await settings(page).getByLabel('Name', { exact: true }).waitFor();
		});
		await look('roles', async (page) => {
			await section('Roles')(page);
			await settings(page)
				.getByRole('button', { name: /^everyone/ })
				.waitFor();
		});
		await look('a role', async (page) => {
			await settings(page)
				.getByRole('button', { name: /^everyone/ })
				.click();
			await settings(page).getByText('Administrator', { exact: true }).waitFor();
		});
		await look('channels', section('Channels'));
		await look('a channel’s permissions', async (page) => {
			await settings(page).getByRole('button', { name: 'garden', exact: true }).click();
			await settings(page).getByText('A member without roles sees this channel and may:').waitFor();
		});
		await look('members', async (page) => {
			await section('Members')(page);
			await settings(page)
				.getByRole('button', { name: /^More about / })
				.first()
				.waitFor();
		});
		await look('invites', async (page) => {
			await section('Invites')(page);
			await settings(page)
				.getByRole('button', { name: /^Delete the invite/ })
				.first()
				.waitFor();
		});
		await look('the audit log', async (page) => {
			await section('Audit log')(page);
			await settings(page)
				.getByText(/made the invite/)
				.first()
				.waitFor();
		});
		await look('a member’s menu', async (page) => {
			await page.goto(`${server.url}/app/${home.guild.id}`);
			await lineOf(page, 'It has 24 pages.').waitFor();
			await page.getByRole('complementary', { name: 'Members' }).getByRole('button').last().click();
			await page.getByRole('menu').waitFor();
		});
		await look('an empty channel', async (page) => {
			await page.goto(`${server.url}/app/${home.guild.id}/${home.empty.id}`);
			await page.getByRole('heading', { name: 'Welcome to #garden' }).waitFor();
		});
		await look('nothing there', async (page) => {
			await page.goto(`${server.url}/app/${home.guild.id}/${owner.user.id}`);
			await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
		});
		faults.mustBeNone();
	}
);

journey(world, 'Lines that wait or were refused can be read by everyone', async ({ server, arrive }) => {
	const faults = new Faults();
	for (const theme of THEMES) {
		const person = await arrive(`${theme}-waiting`, { colorScheme: theme });
		const { page } = person;
		await enter(page, server, 'adele');
		person.expect(/status of 403/);
		await page.route('**/messages', (route) =>
			route.request().method() === 'POST'
				? route.fulfill({
						status: 403,
						contentType: 'application/json',
						body: JSON.stringify({ error: { code: 'missing_permission', message: 'No' } })
					})
				: route.continue()
		);
		await say(page, `refused in ${theme}`);
		await page.getByRole('button', { name: 'Send again' }).waitFor();
		await page.unrouteAll();
		await person.setOffline(true);
		await say(page, `waits in ${theme}`);
		await page.getByText('You are offline.').waitFor();
		await page.getByRole('article', { name: `Waits for the connection: waits in ${theme}` }).waitFor();
		await faults.find(page, `an offline channel, ${theme}`);
		await person.setOffline(false);
	}
	faults.mustBeNone();
});

journey(world, 'Everything goes by keyboard alone', async ({ server, arrive }) => {
	const adele = await arrive('adele');
	const { page } = adele;
	const focused = (locator) => locator.and(page.locator(':focus')).waitFor();
	await page.goto(`${server.url}/login`);
	const reach = async (locator) => {
		for (let presses = 0; presses < 40; presses++) {
			if ((await locator.and(page.locator(':focus')).count()) > 0) return;
			await page.keyboard.press('Tab');
		}
		await focused(locator);
	};
	await page.getByLabel('Username').waitFor();
	await reach(page.getByLabel('Username'));
	await page.keyboard.type('adele');
	await reach(page.getByLabel('Password', { exact: true }));
	await page.keyboard.type('a short sentence');
	await page.keyboard.press('Enter');
	await seeChannel(page, 'general');
	await reach(composerOf(page));
	for (const text of ['keys are enough', 'typed without a mouse']) {
		await page.keyboard.type(text);
		await page.keyboard.press('Enter');
		// Sent and not only shown: a line on its way is no stop of the arrow keys yet.
		await page.getByRole('article', { name: new RegExp(`, \\d\\d:\\d\\d: ${text}$`) }).waitFor();
	}

	// F6 walks the regions; in the list the arrows walk the messages, and E edits the one with the focus.
	for (let presses = 0; presses < 8; presses++) {
		if ((await logOf(page).locator('article:focus').count()) > 0) break;
		await page.keyboard.press('F6');
	}
	await focused(page.getByRole('article', { name: /: typed without a mouse$/ }));
	await page.keyboard.press('ArrowUp');
	await focused(page.getByRole('article', { name: /: keys are enough$/ }));
	await page.keyboard.press('End');
	await page.keyboard.press('e');
	const editor = page.getByRole('textbox', { name: 'Edit message' });
	await focused(editor);
	await page.keyboard.type(', and mended');
	await page.keyboard.press('Enter');
	await lineOf(page, 'typed without a mouse, and mended').waitFor();
	await focused(composerOf(page));

	await reach(page.getByRole('button', { name: 'Settings' }));
	await page.keyboard.press('Enter');
	const settings = page.getByRole('dialog', { name: 'Settings' });
	await settings.waitFor();
	await reach(settings.getByRole('radio', { name: 'Like my system' }));
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await page.locator('html[data-theme="dark"]').waitFor({ state: 'attached' });
	await page.keyboard.press('Escape');
	await settings.waitFor({ state: 'hidden' });
	await focused(page.getByRole('button', { name: 'Settings' }));
	await openSettings(page);
	await page.keyboard.press('Escape');
});

async function furnish(server) {
	const owner = await found(server, 'adele');
	const home = await guildOf(owner, 'Home');
	const boris = await befriend(server, owner, home.guild.id, 'boris');
	const empty = await owner.post(`/guilds/${home.guild.id}/channels`, { name: 'garden', type: 'text' });
	for (const [who, content] of [
		[boris, 'Good morning!'],
		[owner, 'Good morning. The report is at https://example.org/reports/2026 for a week.'],
		[owner, 'It has 24 pages.'],
		[boris, 'Thank you.\n\nI bring:\n- gloves\n- cake']
	]) {
		await who.post(`/channels/${home.channel.id}/messages`, { content });
	}
	const { code } = await owner.post(`/guilds/${home.guild.id}/invites`);
	assert.equal((await api(server).get(`/invites/${code}`)).guild_name, 'Home');
	return { owner, home: { ...home, empty }, link: `${server.url}/invite/${code}` };
}

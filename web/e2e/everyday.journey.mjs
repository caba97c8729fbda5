// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import {
	composerOf,
	enter,
	lineOf,
	logIn,
	logOf,
	membersOf,
	openSettings,
	registerWith,
	say,
	seeChannel
} from './support/acts.mjs';
import { befriend, found, guildOf, PASSWORD } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';
import { eventually } from './support/waiting.mjs';

let owner;
let home;
const world = place({}, async (server) => {
	owner = await found(server, 'adele');
	home = await guildOf(owner, 'Home');
	await befriend(server, owner, home.guild.id, 'boris');
});

const inviteLink = async (guildId, limits = {}) => {
	const { code } = await owner.post(`/guilds/${guildId}/invites`, limits);
	return `${world.server.url}/invite/${code}`;
};

journey(
	world,
	'Two people edit, delete, rename and make channels, and each sees it live',
	async ({ server, arrive }) => {
		const [adele, boris] = await Promise.all([arrive('adele'), arrive('boris')]);
		await Promise.all([enter(adele.page, server, 'adele'), enter(boris.page, server, 'boris')]);

		await say(adele.page, 'We meet at sevn.');
		await lineOf(boris.page, 'We meet at sevn.').waitFor();
		await say(boris.page, 'Fine with me.');
		await lineOf(adele.page, 'Fine with me.').waitFor();

		// ↑ finds one's own last line, also when somebody else wrote after it.
		await composerOf(adele.page).press('ArrowUp');
		const editor = adele.page.getByRole('textbox', { name: 'Edit message' });
		assert.equal(await editor.inputValue(), 'We meet at sevn.');
		await editor.fill('never mind');
		await editor.press('Escape');
		await editor.waitFor({ state: 'hidden' });
		await lineOf(adele.page, 'We meet at sevn.').waitFor();
		await composerOf(adele.page).and(adele.page.locator(':focus')).waitFor();
		await composerOf(adele.page).press('ArrowUp');
		await editor.fill('We meet at seven.');
		await editor.press('Enter');
		for (const { page } of [adele, boris]) {
			await lineOf(page, 'We meet at seven.').waitFor();
			await logOf(page).getByText('(edited)').waitFor();
		}

		await lineOf(boris.page, 'We meet at seven.').hover();
		const toolbar = boris.page.getByRole('toolbar', { name: 'Message actions' });
		await toolbar.getByRole('button', { name: 'More about adele' }).waitFor();
		assert.equal(await toolbar.getByRole('button', { name: /^(Edit|Delete)$/ }).count(), 0);
		await lineOf(boris.page, 'Fine with me.').hover();
		await boris.page
			.getByRole('toolbar', { name: 'Message actions' })
			.getByRole('button', { name: 'Delete' })
			.click();
		const question = boris.page.getByRole('dialog', { name: 'Delete this message?' });
		await question.getByText('Fine with me.').waitFor();
		await question.getByRole('button', { name: 'Cancel' }).click();
		await question.waitFor({ state: 'hidden' });
		await lineOf(boris.page, 'Fine with me.').hover();
		await boris.page
			.getByRole('toolbar', { name: 'Message actions' })
			.getByRole('button', { name: 'Delete' })
			.click();
		await question.getByRole('button', { name: 'Delete' }).click();
		for (const { page } of [adele, boris]) await lineOf(page, 'Fine with me.').waitFor({ state: 'detached' });

		await adele.page.getByRole('button', { name: 'Create a channel' }).click();
		const creating = adele.page.getByRole('dialog', { name: 'Create a channel' });
		await creating.getByLabel('Name').fill('garden');
		await creating.getByLabel('What is it about?').fill('Beds, seeds and weeds.');
		await creating.getByRole('button', { name: 'Create' }).click();
		await seeChannel(adele.page, 'garden');
		const channels = boris.page.getByRole('navigation', { name: 'Channels' });
		assert.equal(await channels.getByRole('button', { name: 'Create a channel' }).count(), 0);
		await channels.getByRole('link', { name: 'garden' }).click();
		await seeChannel(boris.page, 'garden');
		await boris.page.getByText('Beds, seeds and weeds.').first().waitFor();
		await say(boris.page, 'First seeds are in.');
		await lineOf(adele.page, 'First seeds are in.').waitFor();

		const members = membersOf(boris.page);
		await members.getByText('2 members').waitFor();
		await members.getByText('Owner').waitFor();
		await boris.page.getByRole('button', { name: 'Hide members' }).click();
		await members.waitFor({ state: 'hidden' });
		await boris.page.getByRole('button', { name: 'Show members' }).click();
		await say(adele.page, 'Lovely!');
		await lineOf(boris.page, 'Lovely!').waitFor();

		const settings = await openSettings(adele.page);
		await settings.getByLabel('Display name').fill('Adele Oak');
		await settings.getByRole('button', { name: 'Save' }).click();
		await settings.getByRole('button', { name: 'Saved' }).waitFor();
		await settings.getByRole('button', { name: 'Close' }).click();
		await adele.page.getByRole('region', { name: 'You' }).getByText('Adele Oak').waitFor();
		await members.getByText('Adele Oak').waitFor();
		await logOf(boris.page).getByText('Adele Oak').waitFor();
	}
);

journey(
	world,
	'After a log-out the next person at this browser finds nothing of the last',
	async ({ server, arrive }) => {
		const { user } = owner;
		const adele = await arrive('adele');
		await enter(adele.page, server, 'adele');
		const secondTab = await adele.openTab();
		await secondTab.goto(`${server.url}/app/${home.guild.id}/${home.channel.id}`);
		await seeChannel(secondTab, 'general');
		// Browsers are slow to draw a tab that nobody looks at.
		await adele.page.bringToFront();
		await adele.page.goto(`${server.url}/app/${home.guild.id}/${home.channel.id}`);
		await seeChannel(adele.page, 'general');

		// Something in the way makes the server unreachable for messages alone.
		adele.expect(/status of 503/);
		await adele.context.route('**/messages', (route) =>
			route.request().method() === 'POST' ? route.fulfill({ status: 503, body: '' }) : route.continue()
		);
		await say(adele.page, 'a line that never left');
		await adele.page
			.getByRole('article', { name: /Waits for the connection: a line that never left/ })
			.waitFor();
		await composerOf(adele.page).pressSequentially('a thought for myself');

		const settings = await openSettings(adele.page);
		await settings.getByRole('button', { name: 'Log out' }).click();
		await settings.getByText('1 message is not sent yet').waitFor();
		await settings.getByRole('button', { name: 'Log out anyway' }).click();
		for (const page of [adele.page, secondTab]) {
			await page.getByRole('heading', { name: 'Good to see you' }).waitFor();
			assert.ok(!(await page.locator('body').innerText()).includes('a thought for myself'));
		}
		await secondTab.close();
		const left = await adele.page.evaluate(async () =>
			JSON.stringify([await indexedDB.databases(), { ...localStorage }, { ...sessionStorage }])
		);
		assert.ok(!left.includes(user.id), `The browser still keeps ${left}`);

		await adele.context.unrouteAll();
		await logIn(adele.page, 'boris');
		await seeChannel(adele.page, 'general');
		assert.equal(await composerOf(adele.page).inputValue(), '');
		await say(adele.page, 'Boris is here now.');
		await lineOf(adele.page, 'Boris is here now.').waitFor();
		await eventually(async () => {
			const history = await owner.history(home.channel.id);
			assert.equal(history.at(-1).content, 'Boris is here now.');
			assert.equal(history.at(-1).author.username, 'boris');
			assert.ok(history.every(({ content }) => content !== 'a line that never left'));
		});
		assert.equal(await adele.page.getByText('a line that never left').count(), 0);

		// And she herself comes back to an empty desk, as she was told.
		const again = await openSettings(adele.page);
		await again.getByRole('button', { name: 'Log out' }).click();
		await adele.page.getByRole('heading', { name: 'Good to see you' }).waitFor();
		await logIn(adele.page, 'adele');
		await seeChannel(adele.page, 'general');
		assert.equal(await composerOf(adele.page).inputValue(), '');
		assert.equal(await adele.page.getByText('a line that never left').count(), 0);
	}
);

journey(world, 'An invite survives a wrong password, a taken name and reloads', async ({ arrive }) => {
	const other = await guildOf(owner, 'Bakery');
	const link = await inviteLink(other.guild.id, { max_uses: 2 });

	const boris = await arrive('boris');
	boris.expect(/status of 401/);
	await boris.page.goto(link);
	await boris.page.getByRole('link', { name: 'I have an account' }).click();
	await boris.page.getByText('Log in, and you are in Bakery.').waitFor();
	await logIn(boris.page, 'boris', 'not my sentence');
	await boris.page.getByRole('alert').getByText('Name and password do not fit together').waitFor();
	assert.equal(await boris.page.getByLabel('Username').inputValue(), 'boris');
	await boris.page.reload();
	await boris.page.getByText('Log in, and you are in Bakery.').waitFor();
	await logIn(boris.page, 'boris');
	await boris.page
		.getByRole('navigation', { name: 'Channels' })
		.getByRole('heading', { name: 'Bakery' })
		.waitFor();
	await seeChannel(boris.page, 'general');

	const dora = await arrive('dora');
	dora.expect(/status of 409/);
	await dora.page.goto(link);
	await dora.page.getByRole('link', { name: 'I have an account' }).click();
	await dora.page.getByRole('link', { name: 'Create an account' }).click();
	await dora.page.getByText('Choose a name, and you are in Bakery.').waitFor();
	await dora.page.getByLabel('Username').fill('Boris');
	await dora.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
	await dora.page.getByRole('button', { name: 'Create account' }).click();
	await dora.page.getByText('That name is taken. Try another.').waitFor();
	await dora.page.reload();
	await dora.page.getByText('Choose a name, and you are in Bakery.').waitFor();
	await registerWith(dora.page, link, 'dora');
	await dora.page
		.getByRole('navigation', { name: 'Channels' })
		.getByRole('heading', { name: 'Bakery' })
		.waitFor();
	await membersOf(dora.page).getByText('3 members').waitFor();
});

journey(world, 'A dead invite says so and shows a way on', async ({ server, arrive }) => {
	const once = await inviteLink(home.guild.id, { max_uses: 1 });
	const emil = await arrive('emil');
	emil.expect(/status of 404/);
	await registerWith(emil.page, once, 'emil');

	const visitor = await arrive('visitor');
	visitor.expect(/status of (404|400)/);
	for (const link of [
		once,
		`${server.url}/invite/AAAAAAAAAAAAAAAA`,
		`${server.url}/register?invite=nonsense`
	]) {
		await visitor.page.goto(link);
		await visitor.page.getByRole('heading', { name: 'This invite no longer works' }).waitFor();
		await visitor.page.getByText('Ask whoever sent it for a new one.').waitFor();
		assert.ok(!(await visitor.page.locator('body').innerText()).includes('Home'));
	}
	await visitor.page.getByRole('link', { name: 'Log in' }).click();
	await visitor.page.getByRole('heading', { name: 'Good to see you' }).waitFor();
	await emil.page.goto(once);
	await emil.page.getByRole('heading', { name: 'This invite no longer works' }).waitFor();
	await emil.page.getByRole('link', { name: 'Open AmityVox' }).click();
	await seeChannel(emil.page, 'general');
});

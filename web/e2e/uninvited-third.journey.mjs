// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import { enter, lineOf, registerWith, say } from './support/acts.mjs';
import { befriend, found, guildOf, programOf } from './support/api.mjs';
import { journey, place } from './support/journey.mjs';

const NOBODYS_ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

const world = place();

/** Everything that the server pushes to the page, as text. */
function framesOf(page) {
	const frames = [];
	page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
	return frames;
}

journey(world, 'An uninvited third sees, hears and guesses nothing', async ({ server, arrive }) => {
	const owner = await found(server, 'adele');
	const hidden = await guildOf(owner, 'Moonlight Society');
	const plans = await owner.post(`/guilds/${hidden.guild.id}/channels`, { name: 'hush-plans', type: 'text' });
	const old = await owner.post(`/channels/${plans.id}/messages`, {
		content: 'the treasure lies below the oak'
	});
	await befriend(server, owner, hidden.guild.id, 'boris');
	const lobby = await guildOf(owner, 'Lobby');
	const { code } = await owner.post(`/guilds/${lobby.guild.id}/invites`);
	const secrets = [
		hidden.guild.id,
		plans.id,
		hidden.channel.id,
		old.id,
		'Moonlight',
		'hush-plans',
		'treasure',
		'boris'
	];
	const tellsNothing = (text, where) => {
		for (const secret of secrets) assert.ok(!text.includes(secret), `${where} tells ${secret}`);
	};

	const adele = await arrive('adele');
	await enter(adele.page, server, 'adele');
	await adele.page.goto(`${server.url}/app/${hidden.guild.id}/${plans.id}`);
	await lineOf(adele.page, 'the treasure lies below the oak').waitFor();

	const cleo = await arrive('cleo');
	const frames = framesOf(cleo.page);
	await registerWith(cleo.page, `${server.url}/invite/${code}`, 'cleo');

	for (const path of [
		`${hidden.guild.id}/${plans.id}`,
		hidden.guild.id,
		`${lobby.guild.id}/${plans.id}`,
		`${hidden.guild.id}/${lobby.channel.id}`,
		`${NOBODYS_ID}/${NOBODYS_ID}`
	]) {
		await cleo.page.goto(`${server.url}/app/${path}`);
		await cleo.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
		await cleo.page.getByText('It was deleted, or it is not open to you.').waitFor();
		tellsNothing(`${await cleo.page.title()} ${await cleo.page.locator('body').innerText()}`, `/app/${path}`);
	}
	await cleo.page.getByRole('link', { name: 'To the start' }).click();
	await cleo.page.getByRole('heading', { level: 1, name: 'general' }).waitFor();

	const program = await programOf(server, 'cleo');
	const attempts = (guild, channel, message) => [
		['GET', `/guilds/${guild}`],
		['GET', `/guilds/${guild}/channels`],
		['GET', `/guilds/${guild}/members`],
		['POST', `/guilds/${guild}/channels`, { name: 'mine', type: 'text' }],
		['POST', `/guilds/${guild}/invites`, {}],
		['GET', `/channels/${channel}/messages`],
		['GET', `/channels/${channel}/messages?around=${message}`],
		['POST', `/channels/${channel}/messages`, { content: 'let me in' }],
		['PATCH', `/channels/${channel}/messages/${message}`, { content: 'changed' }],
		['DELETE', `/channels/${channel}/messages/${message}`]
	];
	const guessed = attempts(NOBODYS_ID, NOBODYS_ID, NOBODYS_ID);
	for (const [index, attempt] of attempts(hidden.guild.id, plans.id, old.id).entries()) {
		const answer = await program.call(...attempt);
		const { status, error } = await program.call(...guessed[index]);
		assert.equal(answer.status, 404, attempt.join(' '));
		assert.deepEqual(
			{ code: answer.error.code, message: answer.error.message, details: answer.error.details },
			{ code: error.code, message: error.message, details: error.details },
			`${attempt.join(' ')} answers as for what does not exist`
		);
		assert.equal(status, 404);
	}

	// By a socket of her own, with what the browser would never ask.
	const { token } = await owner.post('/auth/login', { username: 'cleo', password: 'a short sentence' });
	const heard = await cleo.page.evaluate(askForMembers, { token, guildId: hidden.guild.id });
	tellsNothing(heard.replaceAll(`"guild_id":"${hidden.guild.id}"`, ''), 'a request for members');

	await say(adele.page, 'the treasure is ours alone');
	const said = lineOf(adele.page, 'the treasure is ours alone');
	await said.hover();
	await adele.page.getByRole('button', { name: 'Edit' }).click();
	await adele.page.getByRole('textbox', { name: 'Edit message' }).fill('the treasure is ours, truly');
	await adele.page.keyboard.press('Enter');
	await lineOf(adele.page, 'the treasure is ours, truly').waitFor();
	await owner.post(`/guilds/${hidden.guild.id}/channels`, { name: 'hush-plans-two', type: 'text' });

	// What came before this line was either pushed by now or never will be.
	await owner.post(`/channels/${lobby.channel.id}/messages`, { content: 'hello Cleo' });
	await lineOf(cleo.page, 'hello Cleo').waitFor();
	assert.ok(frames.some((frame) => frame.includes('hello Cleo')));
	// The answer to her own guess repeats the id that she guessed.
	const pushed = frames.filter((frame) => !frame.includes('"nonce":"guess"'));
	for (const frame of pushed) tellsNothing(frame, frame.slice(0, 80));
	const untouched = await owner.history(plans.id);
	assert.deepEqual(
		untouched.map(({ content }) => content),
		['the treasure lies below the oak', 'the treasure is ours, truly']
	);
});

/** Runs in the page: identifies, asks for the members of the guild, and returns all frames up to the next answer. */
function askForMembers({ token, guildId }) {
	return new Promise((resolve, reject) => {
		const frames = [];
		const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/gateway?v=1`);
		const end = () => resolve(frames.join('\n'));
		socket.onmessage = ({ data }) => {
			frames.push(data);
			const { op, t } = JSON.parse(data);
			if (op === 10) socket.send(JSON.stringify({ op: 2, d: { token } }));
			if (t === 'READY') {
				socket.send(JSON.stringify({ op: 8, d: { guild_id: guildId, limit: 100, nonce: 'guess' } }));
				socket.send(JSON.stringify({ op: 1, d: null }));
			}
			if (op === 11) {
				socket.close();
				end();
			}
		};
		socket.onclose = end;
		setTimeout(() => reject(new Error(`No answer after ${frames.join('\n')}`)), 5_000);
	});
}

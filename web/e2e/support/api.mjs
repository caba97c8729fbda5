// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';

/** The HTTP API for what a journey needs but is not about, and as the judge of what the server really has. */
export function api(server, token) {
	const call = async (method, path, body) => {
		const response = await fetch(`${server.url}/api/v1${path}`, {
			method,
			headers: {
				...(token ? { authorization: `Bearer ${token}` } : {}),
				...(body === undefined ? {} : { 'content-type': 'application/json' })
			},
			body: body === undefined ? undefined : JSON.stringify(body)
		});
		const answer = response.status === 204 ? null : await response.json();
		return { status: response.status, data: answer?.data, error: answer?.error };
	};
	const must = async (method, path, body) => {
		const { status, data, error } = await call(method, path, body);
		assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(error)}`);
		return data;
	};
	return {
		call,
		/** The inside of an answer that must be one. */
		must,
		get: (path) => must('GET', path),
		post: (path, body = {}) => must('POST', path, body),
		/** Everything in the channel, oldest first. */
		async history(channelId) {
			const messages = [];
			for (;;) {
				const before = messages.length > 0 ? `&before=${messages.at(-1).id}` : '';
				const page = await must('GET', `/channels/${channelId}/messages?limit=100${before}`);
				messages.push(...page);
				if (page.length < 100) return messages.reverse();
			}
		}
	};
}

export const PASSWORD = 'a short sentence';

/** Logs in as a program does, beside whatever the person's browser holds. */
export async function programOf(server, username, password = PASSWORD) {
	const { token } = await api(server).post('/auth/login', { username, password });
	return api(server, token);
}

/** The first account, made with the printed link, but without a browser. */
export async function found(server, username) {
	const secret = /#secret=(.+)$/.exec(server.setupLink)?.[1];
	return account(server, '/setup', { secret, username, password: PASSWORD });
}

/** An account that came in by an invite of `host` to the guild. */
export async function befriend(server, host, guildId, username) {
	const { code } = await host.post(`/guilds/${guildId}/invites`);
	return account(server, '/auth/register', { username, password: PASSWORD, invite: code });
}

async function account(server, path, body) {
	const { user, token } = await api(server).post(path, body);
	return { ...api(server, token), user, token };
}

/** A guild with its first channel. */
export async function guildOf(owner, name) {
	const guild = await owner.post('/guilds', { name });
	const [channel] = await owner.get(`/guilds/${guild.id}/channels`);
	return { guild, channel };
}

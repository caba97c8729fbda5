// SPDX-License-Identifier: AGPL-3.0-only
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { Containers } from './containers.mjs';
import { Person } from './person.mjs';
import { Server } from './server.mjs';

const RESULTS =
	process.env.AMITYVOX_JOURNEY_RESULTS ?? fileURLToPath(new URL('../../test-results/', import.meta.url));
/** `containers`: the stack of containers, with two servers, is where the journeys go. */
const Place = process.env.AMITYVOX_JOURNEY_PLACE === 'containers' ? Containers : Server;
const JOURNEY_TIMEOUT_MS = 120_000;
/** Of the server, told when a journey fails. */
const LAST_LINES = 15;

/** A quiet browser that asks nobody anything, also as root and in a container. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/**
 * A server and a browser for the journeys of one file.
 *
 * @param {{ limitsScale?: number }} [options]
 * @param {(server: Server | Containers) => Promise<void>} [furnish] what stands there before the first journey
 */
export function place(options, furnish) {
	const world = { server: null, browser: null };
	// A run that is told to stop must leave neither browsers nor databases behind.
	for (const signal of ['SIGINT', 'SIGTERM']) {
		process.once(signal, () => {
			world.server?.destroy();
			process.exit(1);
		});
	}
	before(async () => {
		const browser = chromium.launch({
			executablePath: process.env.CHROME_BIN || '/usr/bin/chromium',
			args: FLAGS
		});
		try {
			world.server = await Place.start(options);
		} finally {
			// Also when the server does not start: a browser that nobody knows of would keep this process alive.
			world.browser = await browser;
		}
		await furnish?.(world.server);
	});
	after(async () => {
		await world.browser?.close();
		await world.server?.stop();
	});
	return world;
}

/**
 * One story. `arrive(name, options?)` lets a person in; at the end nothing may have gone wrong behind their screens.
 */
export function journey(world, name, story) {
	test(name, { timeout: JOURNEY_TIMEOUT_MS }, async (context) => {
		const { server, browser } = world;
		const people = [];
		const folder = join(RESULTS, name.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase());
		rmSync(folder, { recursive: true, force: true });
		const arrive = async (who, options) => {
			const person = await Person.arrive(browser, server, who, options);
			people.push(person);
			return person;
		};
		const tell = (text) => context.diagnostic(text);
		try {
			await story({ server, browser, arrive, tell, signal: context.signal });
			assert.deepEqual(
				people.flatMap(({ problems }) => problems),
				[]
			);
		} catch (error) {
			mkdirSync(folder, { recursive: true });
			for (const person of people) {
				(await person.onScreen()).forEach(tell);
				await person.leaveEvidence(folder);
			}
			writeFileSync(join(folder, 'server.log'), server.output);
			server.output.trimEnd().split('\n').slice(-LAST_LINES).forEach(tell);
			throw error;
		} finally {
			for (const person of people) await person.leave();
		}
	});
}

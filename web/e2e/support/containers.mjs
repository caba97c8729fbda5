// SPDX-License-Identifier: AGPL-3.0-only
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from './waiting.mjs';
import { freePort } from './ports.mjs';

const COMPOSE = fileURLToPath(new URL('../../../deploy/compose.yaml', import.meta.url));
const SERVERS = 2;
const UP_WITHIN_MS = 120_000;
const BACK_WITHIN_MS = 60_000;
const MAX_OUTPUT_BYTES = 32 << 20;
/** For the networks of one journey after the other; all of them are private. */
const SUBNETS = Array.from({ length: 250 }, (_, index) => `10.212.${index}.0/24`);

const execute = promisify(execFile);

/**
 * The stack of containers as deploy/compose.yaml has it, with two servers behind its proxy, in the place of a server
 * that the launcher starts. Needs the environment of `deploy/testing/engine.sh env`, and the images.
 */
export class Containers {
	/** What people type into the browser. */
	url = '';
	/** As printed at the first start. */
	setupLink = '';
	/** Killed on purpose, or barely back: connections may fail now. */
	isDown = true;
	#directory = mkdtempSync(join(tmpdir(), 'amityvox-journey-'));
	#project = '';
	#subnet = SUBNETS[Math.floor(Math.random() * SUBNETS.length)];
	#output = '';

	/** @param {{ limitsScale?: number }} [options] without it the limits are those of every new installation */
	static async start({ limitsScale } = {}) {
		const containers = new Containers();
		const port = await freePort();
		containers.#project = `amityvox-journey-${port}`;
		containers.url = `http://localhost:${port}`;
		writeFileSync(containers.#extra, overlay(port, containers.url, limitsScale));
		try {
			await containers.launch();
		} catch (error) {
			await containers.#readLogs();
			console.error(containers.#output);
			await containers.stop();
			throw error;
		}
		return containers;
	}

	/** What the servers printed, as far as it was read. */
	get output() {
		return this.#output;
	}

	/** Returns when people can use it. */
	async launch() {
		await this.#compose('up', '--detach', '--no-recreate', '--scale', `server=${SERVERS}`);
		await eventually(
			async () => {
				const servers = await this.#containers('server');
				const states = await this.#docker('inspect', '--format', '{{.State.Health.Status}}', ...servers);
				if (states.split('\n').some((state) => state !== 'healthy')) throw new Error(`Servers: ${states}`);
				const ready = await fetch(`${this.url}/ready`);
				if (!ready.ok) throw new Error(`/ready answers ${ready.status}`);
			},
			this.setupLink ? BACK_WITHIN_MS : UP_WITHIN_MS
		);
		await this.#readLogs();
		this.setupLink ||= /\S+\/setup#secret=\S+/.exec(this.#output)?.[0] ?? '';
		this.isDown = false;
	}

	/** What a power cut does to it: servers and database end without a last word. */
	async kill() {
		this.isDown = true;
		const victims = [...(await this.#containers('server')), ...(await this.#containers('postgres'))];
		const tables = await Promise.all(victims.map((id) => this.#docker('top', id)));
		await this.#docker('kill', ...victims);
		return tables.flatMap((table) => table.split('\n').slice(1)).length;
	}

	/** Ends it and leaves nothing. */
	async stop() {
		this.isDown = true;
		await this.#compose('down', '--volumes', '--timeout', '1').catch(console.error);
		rmSync(this.#directory, { recursive: true, force: true });
	}

	/** For a run that is told to stop, which can wait for nothing. */
	destroy() {
		void this.stop();
	}

	get #extra() {
		return join(this.#directory, 'journey.yaml');
	}

	async #readLogs() {
		this.#output = await this.#compose('logs', '--no-color', 'server').catch(String);
	}

	async #containers(service) {
		return (await this.#compose('ps', '--all', '--quiet', service)).split('\n').filter(Boolean);
	}

	#compose(...parameters) {
		return this.#docker('compose', '-p', this.#project, '-f', COMPOSE, '-f', this.#extra, ...parameters);
	}

	async #docker(...parameters) {
		const { stdout } = await execute('docker', parameters, {
			env: { ...process.env, AMITYVOX_EDGE_SUBNET: this.#subnet },
			maxBuffer: MAX_OUTPUT_BYTES
		});
		return stdout.trim();
	}
}

/** What a journey changes of the stack: where it is found, and how much one may do. */
function overlay(port, url, limitsScale) {
	return `
services:
  server:
    environment:
      AMITYVOX_HTTP_PUBLIC_URL: ${url}
${limitsScale === undefined ? '' : `      AMITYVOX_LIMITS_SCALE: "${limitsScale}"\n`}
  caddy:
    ports: !override
      - "127.0.0.1:${port}:80/tcp"
`;
}

// SPDX-License-Identifier: AGPL-3.0-only
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './ports.mjs';
import { eventually, withinTime } from './waiting.mjs';

const LAUNCHER = fileURLToPath(new URL('../../../amityvox', import.meta.url));
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/**
 * The real server, started by the launcher as a person does it, with a data directory of its own. The port stays the
 * same over restarts, as open pages expect.
 */
export class Server {
	/** What people type into the browser. */
	url = '';
	/** As printed at the first start. */
	setupLink = '';
	/** Killed on purpose, or barely back: connections may fail now. */
	isDown = true;
	#data = '';
	#port = 0;
	#scale;
	#child = null;
	#output = '';

	/** @param {{ limitsScale?: number }} [options] without it the limits are those of every new installation */
	static async start({ limitsScale } = {}) {
		const server = new Server();
		server.#scale = limitsScale;
		server.#data = mkdtempSync(join(tmpdir(), 'amityvox-journey-'));
		// For root, PostgreSQL runs as an ordinary user, who must be able to pass.
		chmodSync(server.#data, 0o755);
		server.#port = await freePort();
		try {
			await server.launch();
		} catch (error) {
			server.destroy();
			throw error;
		}
		return server;
	}

	/** Everything that it printed, of all its lives. */
	get output() {
		return this.#output;
	}

	/** Returns when people can use it. */
	async launch() {
		const child = spawn(LAUNCHER, ['serve'], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				...process.env,
				AMITYVOX_DATA_DIRECTORY: this.#data,
				AMITYVOX_HTTP_ADDRESS: '127.0.0.1',
				AMITYVOX_HTTP_PORT: String(this.#port),
				AMITYVOX_METRICS_PORT: '0',
				...(this.#scale === undefined ? {} : { AMITYVOX_LIMITS_SCALE: String(this.#scale) })
			}
		});
		this.#child = child;
		let printed = '';
		const ended = new Promise((_, reject) => {
			child.once('error', reject);
			child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${this.#output}`)));
		});
		ended.catch(() => undefined);
		const running = new Promise((resolve) => {
			for (const stream of [child.stdout, child.stderr]) {
				stream.setEncoding('utf8').on('data', (text) => {
					this.#output += text;
					printed += text;
					if (/AmityVox is running: \S+\n/.test(printed)) resolve();
				});
			}
		});
		await withinTime(START_TIMEOUT_MS, 'the server to start', Promise.race([running, ended]));
		this.url = /AmityVox is running: (\S+)/.exec(printed)[1];
		this.setupLink ||= /\S+\/setup#secret=\S+/.exec(printed)?.[0] ?? '';
		const ready = await fetch(`${this.url}/ready`);
		if (!ready.ok) throw new Error(`The server says that it runs, and /ready answers ${ready.status}.`);
		this.isDown = false;
	}

	/** What a power cut does to it: the server and each process of its PostgreSQL end without a last word. */
	async kill() {
		this.isDown = true;
		const processes = this.#processes();
		for (const pid of processes) endNow(pid);
		await eventually(() => {
			const left = processes.filter(isAlive);
			if (left.length > 0) throw new Error(`Processes outlive SIGKILL: ${left}`);
		});
		return processes.length;
	}

	/** Ends it as Ctrl-C does, and removes what it kept. */
	async stop() {
		this.isDown = true;
		const child = this.#child;
		try {
			if (child && child.exitCode === null && child.signalCode === null) {
				const ended = new Promise((resolve) => child.once('exit', resolve));
				child.kill('SIGINT');
				await withinTime(STOP_TIMEOUT_MS, 'the server to stop', ended);
			}
		} finally {
			this.destroy();
		}
	}

	/** For the worst case; leaves nothing running and nothing on the disk. */
	destroy() {
		for (const pid of this.#processes()) endNow(pid);
		rmSync(this.#data, { recursive: true, force: true, maxRetries: 5 });
	}

	/** The server, its PostgreSQL, and all that descends from them. */
	#processes() {
		const children = new Map();
		const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
		for (const line of table.trim().split('\n')) {
			const [pid, parent] = line.trim().split(/\s+/).map(Number);
			children.set(parent, [...(children.get(parent) ?? []), pid]);
		}
		const found = new Set();
		const take = (pid) => {
			if (!pid || found.has(pid) || !isAlive(pid)) return;
			found.add(pid);
			for (const child of children.get(pid) ?? []) take(child);
		};
		if (this.#child?.exitCode === null && this.#child.signalCode === null) take(this.#child.pid);
		// PostgreSQL is a session of its own, so that a killed server does not take it along.
		take(this.#postmaster());
		return [...found];
	}

	#postmaster() {
		const file = join(this.#data, 'postgres', 'postmaster.pid');
		return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
	}
}

function endNow(pid) {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It was gone already.
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		// A process that nobody waits for any more is dead, though it has a number.
		return !/^\d+ \(.*\) Z/.test(existsSync('/proc/self') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '');
	} catch {
		return false;
	}
}

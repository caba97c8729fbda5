// SPDX-License-Identifier: AGPL-3.0-only
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PATIENCE_MS = 10_000;
/** What a browser itself logs when a server does not answer, or a proxy says so in its place. */
const NETWORK_TROUBLE = /net::ERR_|WebSocket connection to .* failed|status of 50[234]/;
/** Failures of requests that were on their way when the server died or came back are reported late. */
const AFTERMATH_MS = 3_000;

const LAST_LINES = 15;

/** What a page shows of a conversation; runs there. */
function seen() {
	const texts = (selector) => [...document.querySelectorAll(selector)].map(({ innerText }) => innerText);
	const log = document.querySelector('[role=log]');
	return {
		at: location.pathname,
		status: texts('[role=status]'),
		scrolled: log && `${log.scrollTop} + ${log.clientHeight} of ${log.scrollHeight}`,
		last: [...document.querySelectorAll('[role=log] article')].slice(-4).map((each) => each.ariaLabel),
		composer: document.querySelector('[data-composer]')?.value
	};
}

/**
 * One human with a browser of their own. Everything that goes wrong behind what they see is written down: errors in
 * the console, requests to other places, violations of the content policy.
 */
export class Person {
	name;
	page;
	context;
	/** What must not be there at the end of a journey. */
	problems = [];
	#server;
	#console = [];
	#expected = [];
	#troubleUntil = 0;
	#offline = false;

	static async arrive(browser, server, name, options) {
		const person = new Person();
		person.name = name;
		person.#server = server;
		person.context = await browser.newContext({
			viewport: { width: 1280, height: 800 },
			locale: 'en-GB',
			reducedMotion: 'reduce',
			...options
		});
		person.page = await person.openTab();
		return person;
	}

	/** Another tab of the same browser. */
	async openTab() {
		const page = await this.context.newPage();
		page.setDefaultTimeout(PATIENCE_MS);
		this.#watch(page);
		return page;
	}

	/** An error in the console that the journey provokes, such as the 401 of a wrong password. */
	expect(pattern) {
		this.#expected.push(pattern);
	}

	async setOffline(offline) {
		if (!offline) this.#troubleUntil = Date.now() + AFTERMATH_MS;
		this.#offline = offline;
		await this.context.setOffline(offline);
	}

	async leave() {
		await this.context.close();
	}

	/** What helps to understand a failure. */
	async leaveEvidence(folder) {
		writeFileSync(join(folder, `${this.name}.console.log`), this.#console.join('\n'));
		for (const [index, page] of this.context.pages().entries()) {
			await page
				.screenshot({ path: join(folder, `${this.name}-${index + 1}.png`), timeout: 5_000 })
				.catch(() => {});
		}
	}

	/** In words, for whoever has only the output of a run. */
	async onScreen() {
		const tabs = this.context.pages().map((page) => page.evaluate(seen).catch(String));
		return [
			`${this.name} sees ${JSON.stringify(await Promise.all(tabs))}`,
			...this.#console.slice(-LAST_LINES).map((line) => `${this.name}: ${line}`)
		];
	}

	#watch(page) {
		const note = (line) => this.#console.push(`${new Date().toISOString()} ${line}`);
		page.on('console', (message) => {
			const { url } = message.location();
			note(`${message.type()}: ${message.text()} ${url}`);
			if (message.type() === 'error') this.#judge(`${message.text()} ${url}`);
		});
		page.on('pageerror', (error) => {
			note(`pageerror: ${error.stack ?? error.message}`);
			this.problems.push(`${this.name}: an uncaught error: ${error.message}`);
		});
		page.on('crash', () => this.problems.push(`${this.name}: the page crashed`));
		page.on('framenavigated', (frame) => note(`at ${frame.url()}`));
		page.on('response', (response) => {
			const request = response.request();
			if (request.resourceType() === 'fetch') {
				note(`${request.method()} ${response.status()} ${response.url()}`);
			}
		});
		for (const event of ['request', 'websocket']) page.on(event, (made) => this.#keepHome(made.url()));
	}

	#keepHome(address) {
		const { protocol, host } = new URL(address);
		if (['data:', 'blob:', 'about:'].includes(protocol)) return;
		if (host !== new URL(this.#server.url).host) this.problems.push(`${this.name}: a request to ${address}`);
	}

	#judge(text) {
		if (this.#server.isDown || this.#offline) this.#troubleUntil = Date.now() + AFTERMATH_MS;
		if (NETWORK_TROUBLE.test(text) && Date.now() < this.#troubleUntil) return;
		if (this.#expected.some((pattern) => pattern.test(text))) return;
		this.problems.push(`${this.name}: an error in the console: ${text}`);
	}
}

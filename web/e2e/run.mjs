// SPDX-License-Identifier: AGPL-3.0-only
//
// Runs the browser journeys against real servers and writes their totals to test-results/e2e.json.
//
//   node e2e/run.mjs [part of a file's name …]
//
//   AMITYVOX_JOURNEY_PLACE=containers   they go to the stack of containers, with two servers behind its proxy
//   AMITYVOX_JOURNEY_RESULTS            where the totals and the evidence of failures go

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const RESULTS = process.env.AMITYVOX_JOURNEY_RESULTS ?? join(HERE, '..', 'test-results');
// A browser drops what it loads when networks appear, and each stack of containers makes some.
const CONCURRENCY = process.env.AMITYVOX_JOURNEY_PLACE === 'containers' ? 1 : 2;
const TOTAL_TIMEOUT_MS = 15 * 60_000;

const wanted = process.argv.slice(2);
const files = readdirSync(HERE)
	.filter((name) => name.endsWith('.journey.mjs'))
	.filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
	.map((name) => join(HERE, name));

const isTest = ({ details }) => details?.type !== 'suite';

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

/** What became of the journeys of these files; what they print goes out while they run. */
async function travel(files) {
	const outcome = { passed: [], failed: [], skipped: [] };
	const journeys = run({ files, concurrency: CONCURRENCY, signal: AbortSignal.timeout(TOTAL_TIMEOUT_MS) })
		.on('test:pass', (event) => {
			if (!isTest(event)) return;
			(event.skip === undefined && event.todo === undefined ? outcome.passed : outcome.skipped).push(event);
		})
		.on('test:fail', (event) => {
			if (isTest(event)) outcome.failed.push(event);
		});
	// Through a fresh reporter, whose end is the end of the run.
	for await (const text of journeys.compose(new spec())) process.stdout.write(text);
	return outcome;
}

const first = await travel(files);
let { failed } = first;
const passed = [...first.passed];
// On a shared machine in CI the journeys of a file that failed get a second try, and it is said that they needed it.
if (process.env.CI && failed.length > 0) {
	const again = await travel(files.filter((file) => failed.some((event) => event.file === file)));
	const key = ({ file, name }) => `${file} ${name}`;
	const before = new Set(passed.map(key));
	const late = again.passed.filter((event) => !before.has(key(event)));
	for (const { name } of late) console.log(`FLAKY ${name}`);
	passed.push(...late);
	({ failed } = again);
}
const totals = {
	passed: passed.length,
	failed: failed.length,
	skipped: first.skipped.length,
	skipped_names: first.skipped.map(({ name }) => name)
};

writeFileSync(join(RESULTS, 'e2e.json'), `${JSON.stringify(totals, null, '\t')}\n`);
if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;

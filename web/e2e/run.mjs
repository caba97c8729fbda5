// SPDX-License-Identifier: AGPL-3.0-only
//
// Runs the browser journeys against real servers and writes their totals to test-results/e2e.json.
//
//   node e2e/run.mjs [part of a file's name …]
//
//   AMITYVOX_JOURNEY_PLACE=containers   they go to the stack of containers, with two servers behind its proxy
//   AMITYVOX_JOURNEY_RESULTS            where the totals and the evidence of failures go

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { conclude, outcomeOf } from './support/outcome.mjs';

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

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const travel = (files) =>
	outcomeOf({ files, concurrency: CONCURRENCY, signal: AbortSignal.timeout(TOTAL_TIMEOUT_MS) });

const outcome = await travel(files);
// On a shared machine in CI the journeys of a file that failed get a second try, and it is said that they needed it.
if (process.env.CI && outcome.failed.length > 0) {
	const again = await travel(files.filter((file) => outcome.failed.some((event) => event.file === file)));
	const key = ({ file, name }) => `${file} ${name}`;
	const before = new Set(outcome.passed.map(key));
	const late = again.passed.filter((event) => !before.has(key(event)));
	for (const { name } of late) console.log(`FLAKY ${name}`);
	outcome.passed.push(...late);
	outcome.failed = again.failed;
}
conclude(join(RESULTS, 'e2e.json'), outcome);

// SPDX-License-Identifier: AGPL-3.0-only
//
// Runs the browser journeys against real servers and writes their totals to test-results/e2e.json.
//
//   node e2e/run.mjs [part of a file's name …]

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const RESULTS = join(HERE, '..', 'test-results');
const TOTAL_TIMEOUT_MS = 8 * 60_000;

const wanted = process.argv.slice(2);
const files = readdirSync(HERE)
	.filter((name) => name.endsWith('.journey.mjs'))
	.filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
	.map((name) => join(HERE, name));

const totals = { passed: 0, failed: 0, skipped: 0, skipped_names: [] };
const isTest = ({ details }) => details?.type !== 'suite';

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const journeys = run({ files, concurrency: 2, signal: AbortSignal.timeout(TOTAL_TIMEOUT_MS) })
	.on('test:pass', (event) => {
		if (!isTest(event)) return;
		if (event.skip === undefined && event.todo === undefined) {
			totals.passed++;
		} else {
			totals.skipped++;
			totals.skipped_names.push(event.name);
		}
	})
	.on('test:fail', (event) => {
		if (isTest(event)) totals.failed++;
	});

// Through a fresh reporter, whose end is the end of the run.
for await (const text of journeys.compose(new spec())) process.stdout.write(text);

writeFileSync(join(RESULTS, 'e2e.json'), `${JSON.stringify(totals, null, '\t')}\n`);
if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;

// SPDX-License-Identifier: AGPL-3.0-only
//
// stack-test.mjs RESULTS [part of a test's name]: runs stack.test.mjs and writes its totals. Called by with-engine.sh.
import { writeFileSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const TOTAL_TIMEOUT_MS = 10 * 60_000;
const [results, ...wanted] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0, skipped_names: [] };

const tests = run({
  files: [fileURLToPath(new URL('stack.test.mjs', import.meta.url))],
  testNamePatterns: wanted.length > 0 ? wanted : undefined,
  signal: AbortSignal.timeout(TOTAL_TIMEOUT_MS)
})
  .on('test:pass', (event) => {
    if (event.details?.type === 'suite') return;
    if (event.skip === undefined && event.todo === undefined) {
      totals.passed++;
    } else {
      totals.skipped++;
      totals.skipped_names.push(event.name);
    }
  })
  .on('test:fail', (event) => {
    if (event.details?.type !== 'suite') totals.failed++;
  });

for await (const text of tests.compose(new spec())) process.stdout.write(text);

writeFileSync(results, `${JSON.stringify(totals, null, 2)}\n`);
if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;

// SPDX-License-Identifier: AGPL-3.0-only
//
// stack-test.mjs RESULTS [part of a test's name]: runs stack.test.mjs and writes its totals. Called by with-engine.sh.
import { fileURLToPath } from 'node:url';
import { conclude, outcomeOf } from '../../web/e2e/support/outcome.mjs';

const TOTAL_TIMEOUT_MS = 10 * 60_000;
const [results, ...wanted] = process.argv.slice(2);

const outcome = await outcomeOf({
  files: [fileURLToPath(new URL('stack.test.mjs', import.meta.url))],
  testNamePatterns: wanted.length > 0 ? wanted : undefined,
  signal: AbortSignal.timeout(TOTAL_TIMEOUT_MS)
});
conclude(results, outcome);

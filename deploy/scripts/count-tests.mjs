// SPDX-License-Identifier: AGPL-3.0-only

/**
 * Prints the totals of one test run as its last line, and fails when a test failed or a suite ran nothing.
 *
 * count-tests.mjs SUREFIRE-DIRECTORY VITEST-JSON STEP=TOTALS-JSON... [STEP-THAT-FAILED ...]
 *
 * A step that failed without a failed test of its own (a compile error, a crash) counts as one failure.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [surefireDirectory, vitestFile, ...rest] = process.argv.slice(2);
const failedSteps = rest.filter((word) => !word.includes('='));
const totalsFiles = rest.filter((word) => word.includes('=')).map((word) => word.split('=', 2));

/** Surefire writes one TEST-*.xml per class; `skipped` holds names. */
function countSurefire() {
  const count = { passed: 0, failed: 0, skipped: [] };
  for (const file of readdirSync(surefireDirectory).filter((name) => /^TEST-.*\.xml$/.test(name))) {
    // What a test printed may look like markup.
    const xml = readFileSync(join(surefireDirectory, file), 'utf8').replace(/<!\[CDATA\[.*?\]\]>/gs, '');
    for (const [, attributes, body = ''] of xml.matchAll(/<testcase\s([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs)) {
      if (/<(failure|error)[\s/>]/.test(body)) count.failed++;
      else if (/<skipped[\s/>]/.test(body)) count.skipped.push(nameOf(attributes));
      else count.passed++;
    }
  }
  return count;
}

function nameOf(attributes) {
  const value = (name) => attributes.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? '';
  return `${value('classname')}.${value('name')}`;
}

function countVitest() {
  const tests = readJson(vitestFile).testResults.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const failed = tests.filter((test) => test.status === 'failed').length;
  const rest = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
  return { passed, failed, skipped: rest.map((test) => test.fullName) };
}

/** Some suites write their own totals; `skipped_names` is there when something was skipped. */
function countTotals(file, step) {
  const { passed, failed, skipped, skipped_names: names = [] } = readJson(file);
  return { passed, failed, skipped: Array.from({ length: skipped }, (_, i) => names[i] ?? `one of ${step}`) };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Counts one suite; no report, or one without a single test, is a failure. What a machine cannot do is skipped, but not in CI. */
function countSuite(step, count) {
  let suite;
  try {
    suite = count();
  } catch (error) {
    suite = { passed: 0, failed: 0, skipped: [] };
    console.log(`  ${step}: no report (${error.message})`);
  }
  const ran = suite.passed + suite.failed;
  const isSkipped = ran === 0 && suite.skipped.length > 0 && process.env.CI !== 'true';
  if (ran === 0) console.log(`  ${step}: no test ran`);
  if (suite.failed === 0 && ((ran === 0 && !isSkipped) || failedSteps.includes(step))) suite.failed = 1;
  return suite;
}

const suites = {
  'java-tests': countSurefire,
  'web-tests': countVitest,
  ...Object.fromEntries(totalsFiles.map(([step, file]) => [step, () => countTotals(file, step)]))
};
const counts = Object.entries(suites).map(([step, count]) => countSuite(step, count));
const passed = counts.reduce((sum, suite) => sum + suite.passed, 0);
const failedChecks = failedSteps.filter((step) => !(step in suites)).length;
const failed = counts.reduce((sum, suite) => sum + suite.failed, failedChecks);
const skipped = counts.flatMap((suite) => suite.skipped);

if (process.env.CI === 'true' || skipped.length < 10) for (const name of skipped) console.log(`  skipped: ${name}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

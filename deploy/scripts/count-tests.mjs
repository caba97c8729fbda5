// SPDX-License-Identifier: AGPL-3.0-only

/**
 * Prints the totals of one test run as its last line, and fails when a test failed or a suite ran nothing.
 *
 * count-tests.mjs SUREFIRE-DIRECTORY VITEST-JSON E2E-JSON [STEP-THAT-FAILED ...]
 *
 * A step that failed without a failed test of its own (a compile error, a crash) counts as one failure.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [surefireDirectory, vitestFile, e2eFile, ...failedSteps] = process.argv.slice(2);

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

/** The journeys write their own totals; `skipped_names` is there when something was skipped. */
function countE2e() {
  const { passed, failed, skipped, skipped_names: names = [] } = readJson(e2eFile);
  return { passed, failed, skipped: Array.from({ length: skipped }, (_, i) => names[i] ?? 'a browser journey') };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Counts one suite; no report, or one without a single test, is a failure. */
function countSuite(step, count) {
  let suite;
  try {
    suite = count();
  } catch (error) {
    suite = { passed: 0, failed: 0, skipped: [] };
    console.log(`  ${step}: no report (${error.message})`);
  }
  const ran = suite.passed + suite.failed;
  if (ran === 0) console.log(`  ${step}: no test ran`);
  if (suite.failed === 0 && (ran === 0 || failedSteps.includes(step))) suite.failed = 1;
  return suite;
}

const suites = {
  'java-tests': countSurefire,
  'web-tests': countVitest,
  'browser-journeys': countE2e
};
const counts = Object.entries(suites).map(([step, count]) => countSuite(step, count));
const passed = counts.reduce((sum, suite) => sum + suite.passed, 0);
const failedChecks = failedSteps.filter((step) => !(step in suites)).length;
const failed = counts.reduce((sum, suite) => sum + suite.failed, failedChecks);
const skipped = counts.flatMap((suite) => suite.skipped);

if (process.env.CI === 'true') for (const name of skipped) console.log(`  skipped: ${name}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

// SPDX-License-Identifier: AGPL-3.0-only
import { writeFileSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** What became of the tests of these files, as events of the runner; what they print goes out while they run. */
export async function outcomeOf(options) {
	const outcome = { passed: [], failed: [], skipped: [] };
	const isTest = ({ details }) => details?.type !== 'suite';
	const tests = run(options)
		.on('test:pass', (event) => {
			if (!isTest(event)) return;
			(event.skip === undefined && event.todo === undefined ? outcome.passed : outcome.skipped).push(event);
		})
		.on('test:fail', (event) => {
			if (isTest(event)) outcome.failed.push(event);
		});
	// Through a fresh reporter, whose end is the end of the run.
	for await (const text of tests.compose(new spec())) process.stdout.write(text);
	return outcome;
}

/** Writes the totals to a file, and has this process fail when a test failed or none ran. */
export function conclude(file, { passed, failed, skipped }) {
	const totals = {
		passed: passed.length,
		failed: failed.length,
		skipped: skipped.length,
		skipped_names: skipped.map(({ name }) => name)
	};
	writeFileSync(file, `${JSON.stringify(totals, null, '\t')}\n`);
	if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;
}

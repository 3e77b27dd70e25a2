/** Adds up the JSON reports of the suites and prints the line that .ci/run ends with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface SuiteReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

const [directory = '.', failedScripts = '0'] = process.argv.slice(2);
const reports = readdirSync(directory).map(
  (name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as SuiteReport,
);
const passed = reports.reduce((sum, report) => sum + report.numPassedTests, 0);
const failedTests = reports.reduce((sum, report) => sum + report.numFailedTests, 0);
// A script may fail without a failed test: in its lint, in a hook, or by running out of time.
const failed = Math.max(failedTests, Number(failedScripts));
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;

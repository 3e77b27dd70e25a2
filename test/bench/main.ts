/**
 * `npm run bench -- SUITE [--peers] [--only ROW]… [--json FILE]`: measures on this machine and
 * prints a table, and everything as JSON. Claims of speed in the documents come from here.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machineFacts } from './machine-facts.ts';
import { type BenchSuite, printTable } from './report.ts';

const suites: Record<string, () => Promise<BenchSuite>> = {
  orchestrator: async () => (await import('./orchestrator/suite.ts')).orchestratorSuite,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
  },
});
const [suiteName = ''] = positionals;
const load = suites[suiteName];
if (load === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(suites).join('|')} [--peers] [--only ROW]`);
  process.exit(2);
}
const suite = await load();
const rows = await suite.run({ peers: values.peers, only: values.only });
const report = { suite: suiteName, machine: machineFacts(), rows };
printTable(report);
if (values.json === undefined) console.log(JSON.stringify(report));
else writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);

/**
 * `npm run bench -- SUITE [--peers] [--spark] [--only ROW]… [--json FILE]`: measures on this machine
 * and prints a table, and everything as JSON. Claims of speed in the documents come from here. The
 * engine's works also take `--scale PART` and `--runs COUNT`, the interface's load `--scale PART` and
 * `--seconds COUNT`, for a quick trial. The engine's rows are shown as they come, and `--only` takes
 * several of its works at once: `--only tiny,join`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machineFacts } from './machine-facts.ts';
import { type BenchSuite, printTable, rowText } from './report.ts';

const suites: Record<string, () => Promise<BenchSuite>> = {
  api: async () => (await import('./api/suite.ts')).apiSuite,
  coordinator: async () => (await import('./coordinator/suite.ts')).coordinatorSuite,
  engine: async () => (await import('./engine/suite.ts')).engineSuite,
  orchestrator: async () => (await import('./orchestrator/suite.ts')).orchestratorSuite,
};

const { positionals, values } = commandLine();
const [suiteName = ''] = positionals;
const load = suites[suiteName] ?? refuse(`there is no suite '${suiteName}'`);
const suite = await load();
const rows = await suite.run({
  peers: values.peers,
  spark: values.spark,
  only: values.only,
  scale: Number(values.scale),
  runs: values.runs === undefined ? undefined : Number(values.runs),
  seconds: values.seconds === undefined ? undefined : Number(values.seconds),
  onRow: (row) => console.error(rowText(row)),
});
const report = { suite: suiteName, machine: machineFacts(), rows };
printTable(report);
if (values.json === undefined) console.log(JSON.stringify(report));
else writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);

function commandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        peers: { type: 'boolean', default: false },
        spark: { type: 'boolean', default: false },
        scale: { type: 'string', default: '1' },
        runs: { type: 'string' },
        seconds: { type: 'string' },
        only: { type: 'string', multiple: true, default: [] },
        json: { type: 'string' },
      },
    });
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function refuse(problem: string): never {
  const names = Object.keys(suites).join('|');
  console.error(problem);
  console.error(
    `usage: npm run bench -- ${names} [--peers] [--spark] [--only ROW]… [--json FILE]\n` +
      '         [--scale PART] [--runs COUNT] [--seconds COUNT]',
  );
  process.exit(2);
}

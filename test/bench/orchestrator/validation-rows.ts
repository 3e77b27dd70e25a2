/** Reading and checking large definitions: the time has to grow with their size and no faster. */
import { validateWorkflowText } from '../../../orchestrator/definition/read-workflow.ts';
import { chain, decisions, nestedForks } from '../../orchestrator/definition/graph/graph-text.ts';
import { median } from '../statistics.ts';
import type { RowSource } from './row-source.ts';

const RUNS = 5;

export const validationRows: readonly RowSource[] = [
  // A walk whose time doubles with each node does not come back from the longer ones.
  ...[20, 40, 80].map((actions) => validation(`${actions} actions`, () => chain(actions), 20)),
  validation('1,000 actions', () => chain(1_000), 50),
  validation('10,000 actions', () => chain(10_000), 1_000),
  // 248,832 actions: linear means some 25 times the time of 10,000.
  validation('12-way forks nested 5 deep', () => nestedForks(12, 5), 25_000, 1),
  validation('200 decisions in a row', () => decisions(200), 100),
];

function validation(what: string, write: () => string, atMost: number, runs = RUNS): RowSource {
  const name = `parse and validate ${what}`;
  return {
    name,
    async measure() {
      const text = write();
      const times: number[] = [];
      for (let run = 0; run < runs; run++) {
        const beganMs = performance.now();
        const problems = validateWorkflowText(text, {
          file: 'workflow.xml',
          validateForkJoin: true,
          limits: {
            sizeBytesMax: text.length,
            depthMax: 64,
            elementsMax: 10_000_000,
            aliasesMax: 0,
          },
        });
        times.push(performance.now() - beganMs);
        if (problems.length > 0) throw new Error(problems[0]?.message);
      }
      return { name, value: median(times), unit: 'ms', aim: { atMost } };
    },
  };
}

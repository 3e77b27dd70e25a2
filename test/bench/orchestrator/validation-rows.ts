/** Reading and checking large definitions. */
import { validateWorkflowText } from '../../../orchestrator/definition/read-workflow.ts';
import { median } from '../statistics.ts';
import { chain } from './bench-apps.ts';
import type { RowSource } from './row-source.ts';

const RUNS = 5;

export const validationRows: readonly RowSource[] = [
  validation(1_000, 50),
  validation(10_000, 1_000),
];

function validation(actions: number, atMost: number): RowSource {
  const name = `parse and validate ${actions.toLocaleString('en')} actions`;
  return {
    name,
    async measure() {
      const text =
        `<workflow-app xmlns="uri:oozie:workflow:1.0" name="chain">${chain(actions, 'true')}` +
        '<kill name="fail"><message>failed</message></kill><end name="end"/></workflow-app>';
      const times: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        const beganMs = performance.now();
        const problems = validateWorkflowText(text, {
          file: 'workflow.xml',
          validateForkJoin: true,
          limits: { sizeBytesMax: text.length },
        });
        times.push(performance.now() - beganMs);
        if (problems.length > 0) throw new Error(problems[0]?.message);
      }
      return { name, value: median(times), unit: 'ms', aim: { atMost } };
    },
  };
}

/** Expressions as apps have them: a variable, a function of the job, a comparison. */
import { workflowEvaluator } from '../../orchestrator/definition/el/workflow-context.ts';
import type { RowSource } from './row-source.ts';

const EVALUATIONS = 400_000;
const WARM_UP = 20_000;

const typical = [
  '${nameNode}/user/${wf:user()}/${examplesRoot}/output-data/demo',
  "${wf:conf('mode') eq 'full' and firstNotNull(wf:conf('limit'), '10') gt 5}",
  'Failed, error message[${wf:errorMessage(wf:lastErrorNode())}]',
];

export const expressionRows: readonly RowSource[] = [
  {
    name: 'expressions evaluated',
    async measure() {
      const evaluator = workflowEvaluator({
        configuration: { nameNode: 'hdfs://nn:8020', examplesRoot: 'examples', mode: 'full' },
        lastErrorNode: 'a',
      });
      const evaluate = (count: number) => {
        for (let index = 0; index < count; index++) {
          evaluator.evaluate(typical[index % typical.length] ?? '');
        }
      };
      evaluate(WARM_UP);
      const beganMs = performance.now();
      evaluate(EVALUATIONS);
      const seconds = (performance.now() - beganMs) / 1_000;
      const value = EVALUATIONS / seconds;
      return { name: 'expressions evaluated', value, unit: '/s', aim: { atLeast: 200_000 } };
    },
  },
];

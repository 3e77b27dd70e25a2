/** Which kind of job an id is of: `…-W`, `…-C`, `…-B`, and their actions behind an `@`. */
import { bundleAnswers } from './bundle-answers.ts';
import { coordinatorAnswers } from './coordinator-answers.ts';
import type { JobAnswers } from './job-answers.ts';
import { workflowAnswers } from './workflow-answers.ts';

/** By the letter that ends a job's id. */
const kinds: ReadonlyMap<string, JobAnswers> = new Map([
  ['W', workflowAnswers],
  ['C', coordinatorAnswers],
  ['B', bundleAnswers],
]);

/** What has no known ending is taken for a workflow: the answer is that there is no such job. */
export function answersOf(id: string): JobAnswers {
  const letter = /-([WCB])(@.*)?$/s.exec(id)?.[1] ?? 'W';
  return kinds.get(letter) ?? workflowAnswers;
}

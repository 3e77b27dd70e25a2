/** Which kind of job an id is of: `…-W`, `…-C`, `…-B`, and their actions behind an `@`. */
import { bundleAnswers } from './bundle-answers.ts';
import { coordinatorAnswers } from './coordinator-answers.ts';
import type { JobAnswers } from './job-answers.ts';
import type { ApiVersion } from './oozie-resource.ts';
import { workflowAnswers } from './workflow-answers.ts';

/**
 * What has no known ending is looked for among the coordinators, as in Oozie. Version 0 knows
 * workflows only, and looks for every job among them.
 */
export function answersOf(id: string, version: ApiVersion): JobAnswers {
  if (version === 0 || /-W(@|$)/.test(id)) return workflowAnswers;
  return id.endsWith('-B') ? bundleAnswers : coordinatorAnswers;
}

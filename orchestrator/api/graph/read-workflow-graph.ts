/** Makes a job's graph of its stored definition and its actions. */
import { firstProblem, problemError } from '../../definition/problem.ts';
import { readWorkflow } from '../../definition/read-workflow.ts';
import type { WorkflowService } from '../../execution/workflow-service.ts';
import {
  type ActionState,
  type WorkflowGraph,
  type WorkflowGraphOptions,
  workflowGraph,
} from './workflow-graph.ts';

/** Definitions were accepted under the limit of their day. */
const SIZE_BYTES_MAX = Number.MAX_SAFE_INTEGER;

/** @throws HowdahError E0604 */
export async function readWorkflowGraph(
  workflows: WorkflowService,
  jobId: string,
  options: WorkflowGraphOptions,
): Promise<WorkflowGraph> {
  const { actions } = await workflows.job(jobId);
  return graphOfDefinition(await workflows.definition(jobId), actions, options);
}

/** @param definition as it was accepted */
export function graphOfDefinition(
  { text, format }: { readonly text: string; readonly format: 'xml' | 'yaml' },
  actions: readonly ActionState[],
  options: WorkflowGraphOptions,
): WorkflowGraph {
  const limits = { sizeBytesMax: SIZE_BYTES_MAX };
  const { definition, problems } = readWorkflow(text, { file: 'workflow', format, limits });
  if (definition !== undefined) return workflowGraph(definition, actions, options);
  const problem = firstProblem(problems);
  throw problem ? problemError(problem) : new Error('a stored definition cannot be read');
}

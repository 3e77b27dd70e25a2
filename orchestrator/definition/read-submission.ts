/** Reads the definition of a job that is being submitted, and stops where Oozie would. */
import { checkParameters } from './check-parameters.ts';
import { checkRetries } from './check-retries.ts';
import { checkGraph, type GraphOptions } from './graph/check-graph.ts';
import { firstProblem, type Problem, problem, problemError } from './problem.ts';
import { type ReadOptions, readWorkflow } from './read-workflow.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

export interface ReadSubmission {
  readonly definition: WorkflowDefinition;
  /** The job's configuration with the defaults of the declared parameters. */
  readonly configuration: ReadonlyMap<string, string>;
}

/**
 * Everything that a definition and a job's configuration decide together: size, syntax, grammar,
 * parameters, nodes, graph, forks and joins. A definition that was accepted once needs only
 * `checkParameters` for the next job.
 * @throws HowdahError the first error in Oozie's order
 */
export function readSubmission(
  text: string,
  configuration: ReadonlyMap<string, string>,
  options: ReadOptions & GraphOptions,
): ReadSubmission {
  const { definition, draft, parameters, problems } = readWorkflow(text, options);
  const checked = checkParameters({ parameters }, configuration);
  const graphProblems = definition === undefined ? [] : checkGraph(definition, options);
  const nodeProblems =
    draft === undefined
      ? []
      : [...checkName(draft, options), ...checkRetries(draft, checked.configuration)];
  const first = firstProblem([...problems, ...checked.problems, ...nodeProblems, ...graphProblems]);
  if (first !== undefined) throw problemError(first);
  if (definition === undefined) throw new Error('a definition without errors was not read');
  return { definition, configuration: checked.configuration };
}

/** Oozie refuses an empty name before it looks at the first node; blanks are a name. */
function checkName({ name }: WorkflowDefinition, { file }: ReadOptions): Problem[] {
  if (name !== '') return [];
  const position = { file, line: 1, column: 1 };
  const mend = 'give the workflow-app a name';
  return [problem('E0803', ['name cannot be empty'], { phase: 'reading', position, mend })];
}

/** A context for expressions as plain facts, for tests. */
import type { FileSystems } from '../../../../base/file-system/file-systems.ts';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import { Evaluator } from '../../../../orchestrator/definition/el/evaluator.ts';
import type {
  WorkflowElContext,
  WorkflowElNode,
} from '../../../../orchestrator/definition/el/workflow-el-context.ts';
import { workflowPhase } from '../../../../orchestrator/definition/el/workflow-phases.ts';
import { workflowVariables } from '../../../../orchestrator/definition/el/workflow-variables.ts';

export const noFiles: FileSystems = { resolve: () => undefined, schemes: ['file'] };

export interface ContextFacts {
  readonly configuration?: Readonly<Record<string, string>>;
  readonly nodes?: Readonly<Record<string, WorkflowElNode>>;
  readonly lastErrorNode?: string;
  readonly fileSystems?: FileSystems;
  readonly nowMs?: number;
}

export function workflowContext(facts: ContextFacts = {}): WorkflowElContext {
  const nodes = new Map(Object.entries(facts.nodes ?? {}));
  return {
    job: {
      id: '0000001-260101000000000-oozie-root-W',
      name: 'my-app',
      appPath: 'file:///apps/my-app',
      user: 'alice',
      group: 'users',
      run: 2,
      configuration: new Map(Object.entries(facts.configuration ?? {})),
    },
    currentNode: 'cur',
    callbackUrl: 'http://localhost:11999/oozie/callback',
    clock: new ManualClock(facts.nowMs ?? Date.UTC(2026, 10, 21, 2, 39, 1)),
    fileSystems: facts.fileSystems ?? noFiles,
    node: (name) => nodes.get(name),
    lastErrorNode: facts.lastErrorNode,
    hadoopProperty: () => undefined,
  };
}

export function workflowEvaluator(facts: ContextFacts = {}): Evaluator<WorkflowElContext> {
  const context = workflowContext(facts);
  return new Evaluator(workflowPhase, context, workflowVariables(context.job.configuration));
}

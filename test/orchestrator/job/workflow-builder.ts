/** Builds small workflow graphs and drives jobs through them without store, queue or clock. */
import type { Element } from '../../../actions/contract/element.ts';
import type {
  ActionNode,
  WorkflowDefinition,
  WorkflowNode,
} from '../../../orchestrator/definition/workflow-definition.ts';
import { START_NODE_NAME } from '../../../orchestrator/definition/workflow-definition.ts';
import {
  defaultRetrySettings,
  type RetrySettings,
} from '../../../orchestrator/job/retry-settings.ts';
import { type ImmediateAnswer, transition } from '../../../orchestrator/job/transition.ts';
import type { WorkflowCommand } from '../../../orchestrator/job/workflow-command.ts';
import { applyChange } from '../../../orchestrator/job/workflow-draft.ts';
import type { WorkflowEvent } from '../../../orchestrator/job/workflow-event.ts';
import type {
  WorkflowAction,
  WorkflowJob,
  WorkflowJobState,
} from '../../../orchestrator/job/workflow-job-state.ts';

const position = { file: 'workflow.xml', line: 1, column: 1 };

export const emptyElement: Element = {
  name: 'shell',
  namespace: 'uri:oozie:shell-action:1.0',
  attributes: new Map(),
  children: [],
  text: '',
  position,
};

export function actionNode(name: string, ok: string, error = 'fail'): WorkflowNode {
  return {
    kind: 'action',
    name,
    position,
    type: 'shell',
    element: emptyElement,
    ok,
    error,
    credentials: undefined,
    retry: { max: undefined, interval: undefined, policy: undefined },
    sla: undefined,
  };
}

export const node = {
  start: (to: string): WorkflowNode => ({ kind: 'start', name: START_NODE_NAME, position, to }),
  end: (name = 'end'): WorkflowNode => ({ kind: 'end', name, position }),
  kill: (name = 'fail', message = 'failed'): WorkflowNode => ({
    kind: 'kill',
    name,
    position,
    message,
  }),
  fork: (name: string, paths: string[]): WorkflowNode => ({ kind: 'fork', name, position, paths }),
  join: (name: string, to: string): WorkflowNode => ({ kind: 'join', name, position, to }),
  decision: (name: string, to: string, defaultTo: string): WorkflowNode => ({
    kind: 'decision',
    name,
    position,
    cases: [{ when: 'true', to }],
    defaultTo,
    element: emptyElement,
  }),
  action: actionNode,
  subWorkflow: (name: string, ok: string): WorkflowNode => ({
    ...(actionNode(name, ok) as ActionNode),
    type: 'sub-workflow',
  }),
};

export function definitionOf(...nodes: WorkflowNode[]): WorkflowDefinition {
  return {
    name: 'test',
    namespace: 'uri:oozie:workflow:1.0',
    parameters: undefined,
    global: undefined,
    credentials: undefined,
    sla: undefined,
    nodes: new Map(nodes.map((each) => [each.name, each])),
  };
}

export function newJob(change: Partial<WorkflowJob> = {}): WorkflowJobState {
  return {
    job: {
      id: '0000001-260101000000000-test-W',
      status: 'PREP',
      run: 0,
      startedMs: undefined,
      endedMs: undefined,
      openPaths: {},
      lastErrorNode: undefined,
      suspendOnNodes: [],
      ...change,
    },
    actions: new Map(),
  };
}

/** A job that is driven event by event. Kill messages are answered at once. */
export class JobDriver {
  state: WorkflowJobState;
  nowMs = 1_000;
  lastCommands: readonly WorkflowCommand[] = [];
  readonly #definition: WorkflowDefinition;
  readonly #retry: RetrySettings;

  constructor(
    definition: WorkflowDefinition,
    job: Partial<WorkflowJob> = {},
    retry: RetrySettings = defaultRetrySettings,
  ) {
    this.#definition = definition;
    this.state = newJob(job);
    this.#retry = retry;
  }

  apply(event: WorkflowEvent): string {
    const environment = { definition: this.#definition, nowMs: this.nowMs, retry: this.#retry };
    const { verdict, change } = transition(this.state, event, environment, answerKillMessage);
    this.lastCommands = change.commands;
    this.state = applyChange(this.state, change);
    return verdict;
  }

  start(): this {
    this.apply({ kind: 'start' });
    return this;
  }

  claim(name: string): this {
    this.apply({ kind: 'claim', name, owner: 'server', conf: '<shell/>', retry: undefined });
    return this;
  }

  /** Claims the action and ends it. */
  run(name: string, status: 'OK' | 'ERROR' = 'OK', errorCode?: string): this {
    this.claim(name);
    const attempt = this.action(name).attempt;
    this.apply({ kind: 'ended', name, attempt, status, externalStatus: 'SUCCEEDED', errorCode });
    return this;
  }

  action(name: string): WorkflowAction {
    const action = this.state.actions.get(name);
    if (action === undefined) throw new Error(`${name} was not entered`);
    return action;
  }

  statuses(): Record<string, string> {
    return Object.fromEntries(
      [...this.state.actions.values()].map((action) => [action.name, action.status]),
    );
  }
}

const answerKillMessage: ImmediateAnswer = (command) =>
  command.kind === 'evaluate-kill-message'
    ? { kind: 'kill-message', name: command.name, message: 'killed', error: undefined }
    : undefined;

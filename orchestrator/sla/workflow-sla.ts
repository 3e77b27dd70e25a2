/** What a workflow's definition expects of its job and of its actions. */
import type { Element } from '../../actions/contract/element.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import {
  type ProcessingTimeZone,
  processingTimeZone,
} from '../coordinator/time/processing-time-zone.ts';
import { Evaluator } from '../definition/el/evaluator.ts';
import { Phase } from '../definition/el/phase.ts';
import { durationConstants } from '../definition/el/workflow-phases.ts';
import { submissionVariables } from '../definition/el/workflow-variables.ts';
import type { WorkflowDefinition } from '../definition/workflow-definition.ts';
import type { SlaEntry } from './sla-entry.ts';
import { registerSla, type SlaSubject } from './sla-registration.ts';

/** Variables and units of time, and not one function: so it is in a real server. */
const phase = new Phase<undefined>({ name: 'wf-sla-submit', constants: durationConstants });

export interface WatchedWorkflow {
  readonly id: string;
  readonly appName: string;
  readonly user: string;
  readonly definition: WorkflowDefinition;
  readonly configuration: ReadonlyMap<string, string>;
}

/** Whether anything is expected at all. */
export function hasSla({ sla, nodes }: WorkflowDefinition): boolean {
  if (sla !== undefined) return true;
  for (const node of nodes.values()) if (node.kind === 'action' && node.sla) return true;
  return false;
}

/**
 * @throws HowdahError E0803 in Oozie's words, for expressions that cannot be evaluated
 */
export function evaluateWorkflowSla(
  definition: WorkflowDefinition,
  configuration: ReadonlyMap<string, string>,
): Map<string | undefined, Element> {
  const evaluator = new Evaluator(phase, undefined, submissionVariables(configuration));
  const evaluated = new Map<string | undefined, Element>();
  if (definition.sla !== undefined) evaluated.set(undefined, evaluate(definition.sla, evaluator));
  for (const node of definition.nodes.values()) {
    if (node.kind !== 'action' || node.sla === undefined) continue;
    evaluated.set(node.name, evaluate(node.sla, evaluator));
  }
  return evaluated;
}

/** @throws HowdahError E0803 in Oozie's words */
export function registerWorkflowSla(
  workflow: WatchedWorkflow,
  settings: ReadonlyMap<string, string>,
  nowMs: number,
): SlaEntry[] {
  const processing = processingTimeZone(settings.get('oozie.processing.timezone') ?? 'UTC');
  const { id, appName, user, definition, configuration } = workflow;
  const common = { appName, user, jobId: id, isAlertEnabled: true } as const;
  return [...evaluateWorkflowSla(definition, configuration)].map(([node, info]) => {
    const subject: SlaSubject =
      node === undefined
        ? { ...common, id, appType: 'WORKFLOW_JOB', parentId: undefined }
        : { ...common, id: `${id}@${node}`, appType: 'WORKFLOW_ACTION', parentId: undefined };
    return register(info, subject, processing, nowMs);
  });
}

function register(
  info: Element,
  subject: SlaSubject,
  processing: ProcessingTimeZone,
  nowMs: number,
): SlaEntry {
  try {
    return registerSla(info, subject, processing, nowMs);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    const { codedMessage, mend } = error;
    const inner = new HowdahError('E1007', [`workflow ${subject.jobId}`, codedMessage]);
    throw new HowdahError('E0803', [inner.codedMessage], { subject: subject.id, mend });
  }
}

function evaluate(info: Element, evaluator: Evaluator<undefined>): Element {
  try {
    const children = info.children.map((one) => ({ ...one, text: evaluator.evaluate(one.text) }));
    return { ...info, children };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const inner = new HowdahError('E1004', [`Validation error :${reason}`]);
    throw new HowdahError('E0803', [inner.codedMessage], { subject: 'sla:info', cause: error });
  }
}

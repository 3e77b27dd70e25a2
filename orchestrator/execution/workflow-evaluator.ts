/** Evaluates decisions, kill messages and actions of workflow jobs as Oozie does. */
import { childrenOf, type Element } from '../../actions/contract/element.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { Evaluator } from '../definition/el/evaluator.ts';
import type { WorkflowElContext } from '../definition/el/workflow-el-context.ts';
import { workflowPhase } from '../definition/el/workflow-phases.ts';
import { workflowVariables } from '../definition/el/workflow-variables.ts';
import type { ActionNode, DecisionNode, KillNode } from '../definition/workflow-definition.ts';
import { readXml } from '../definition/xml/read-xml.ts';
import { writePrettyXml, writeXml } from '../definition/xml/write-xml.ts';
import { actionConfiguration, withConfiguration } from './action-configuration.ts';
import type { HeldJob } from './held-job.ts';
import type { JobEvaluator, ResolvedAction } from './job-evaluator.ts';
import { resolveRetry } from './resolve-retry.ts';
import { type ExpressionServices, workflowElContext } from './workflow-expressions.ts';

/** What is evaluated may have grown by its values; it was bounded when it was submitted. */
const limits = {
  sizeBytesMax: Number.MAX_SAFE_INTEGER,
  depthMax: 64,
  elementsMax: 1_000_000,
  aliasesMax: 0,
};

export class WorkflowEvaluator implements JobEvaluator {
  readonly #services: ExpressionServices;
  /** Variables are prepared once a job, as its configuration never changes. */
  readonly #variables = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, string>>();
  /** Actions without expressions are the same for every job. */
  readonly #plainActions = new WeakMap<ActionNode, ResolvedAction>();

  constructor(services: ExpressionServices) {
    this.#services = services;
  }

  doesInputOutput(node: DecisionNode | KillNode): boolean {
    try {
      const texts = node.kind === 'kill' ? [node.message] : [writeXml(node.element)];
      return texts.some((text) => workflowPhase.template(text).doesInputOutput);
    } catch {
      // It is no expression, which its evaluation says.
      return false;
    }
  }

  decide(job: HeldJob, node: DecisionNode): { to: string; conf: string } {
    const element = evaluateXml(node.element, this.#evaluator(job, node.name));
    const taken = childrenOf(element, 'case').find(({ text }) => text.trim() === 'true');
    const to = taken?.attributes.get('to') ?? node.defaultTo;
    return { to, conf: writePrettyXml(element) };
  }

  killMessage(job: HeldJob, node: KillNode): string {
    return this.#evaluator(job, node.name).evaluate(node.message);
  }

  async resolveAction(job: HeldJob, node: ActionNode): Promise<ResolvedAction> {
    const plain = this.#plainActions.get(node);
    if (plain !== undefined) return plain;
    const merged = withConfiguration(node.element, job.definition.global);
    const evaluator = this.#evaluator(job, node.name);
    const element = evaluateXml(merged, evaluator);
    const resolved: ResolvedAction = {
      element,
      conf: writePrettyXml(element),
      configuration: actionConfiguration(element),
      retry: resolveRetry(node.retry, job.configuration, this.#services.settings),
    };
    if (element === merged && !hasRetry(node)) this.#plainActions.set(node, resolved);
    return resolved;
  }

  restoreAction(conf: string): Pick<ResolvedAction, 'element' | 'configuration'> {
    const element = parse(conf);
    return { element, configuration: actionConfiguration(element) };
  }

  #evaluator(job: HeldJob, nodeName: string): Evaluator<WorkflowElContext> {
    let variables = this.#variables.get(job.configuration);
    if (variables === undefined) {
      variables = workflowVariables(job.configuration);
      this.#variables.set(job.configuration, variables);
    }
    const context = workflowElContext(job, nodeName, this.#services);
    return new Evaluator(workflowPhase, context, variables);
  }
}

/**
 * Oozie writes an element as text, evaluates the text and reads it again, so that values are
 * markup, and so that `<` in an expression stays escaped. An element without expressions is
 * returned as it is.
 */
function evaluateXml(element: Element, evaluator: Evaluator<WorkflowElContext>): Element {
  const text = writeXml(element);
  const evaluated = evaluator.evaluate(text);
  return evaluated === text ? element : parse(evaluated);
}

function parse(text: string): Element {
  const { root, problems } = readXml(text, 'action', limits);
  if (root !== undefined) return root;
  throw new HowdahError('JA007', [problems[0]?.message ?? text]);
}

function hasRetry({ retry }: ActionNode): boolean {
  return retry.max !== undefined;
}

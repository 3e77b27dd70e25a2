/** Evaluates decisions, kill messages and actions of workflow jobs as Oozie does. */
import { child, childrenOf, type Element } from '../../actions/contract/element.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { configurationProperties } from '../config/configuration-element.ts';
import { effectiveConfiguration } from '../config/effective-configuration.ts';
import { globalOf, INHERITED_GLOBAL } from '../config/inherited-global.ts';
import { mergeAction } from '../config/merge-action.ts';
import { elementDoesInputOutput, evaluateElement } from '../definition/el/evaluate-element.ts';
import type { EvaluatedElement } from '../definition/el/evaluated-element.ts';
import { Evaluator } from '../definition/el/evaluator.ts';
import type { WorkflowElContext } from '../definition/el/workflow-el-context.ts';
import { workflowPhase } from '../definition/el/workflow-phases.ts';
import { workflowVariables } from '../definition/el/workflow-variables.ts';
import type { ActionNode, DecisionNode, KillNode } from '../definition/workflow-definition.ts';
import { readXml } from '../definition/xml/read-xml.ts';
import { writePrettyXml } from '../definition/xml/write-xml.ts';
import type { ResolvedRetry } from '../job/workflow-event.ts';
import type { EvaluatedJob, JobEvaluator, ResolvedAction } from './job-evaluator.ts';
import { readJobXmlFiles } from './read-job-xml.ts';
import { resolveRetry } from './resolve-retry.ts';
import { type ExpressionServices, workflowElContext } from './workflow-expressions.ts';

/** What was evaluated may have grown by its values; it was bounded when that was done. */
const restoreLimits = {
  sizeBytesMax: Number.MAX_SAFE_INTEGER,
  depthMax: 64,
  elementsMax: 1_000_000,
  aliasesMax: 0,
};

/** An action's element with what it was merged with. */
interface MergedAction {
  readonly defaultsText: string;
  readonly inherited: string;
  readonly element: Element;
}

export class WorkflowEvaluator implements JobEvaluator {
  readonly #services: ExpressionServices;
  /** Variables are prepared once a job, as its configuration never changes. */
  readonly #variables = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, string>>();
  /** Actions with all that their surroundings add; the same for jobs with the same defaults. */
  readonly #merged = new WeakMap<ActionNode, MergedAction>();

  constructor(services: ExpressionServices) {
    this.#services = services;
  }

  doesInputOutput(job: EvaluatedJob, node: DecisionNode | KillNode): boolean {
    const evaluator = this.#evaluator(job, node.name);
    if (node.kind === 'decision') return elementDoesInputOutput(node.element, evaluator);
    try {
      return evaluator.template(node.message).doesInputOutput;
    } catch {
      // It is no expression, as its evaluation will say.
      return false;
    }
  }

  decide(job: EvaluatedJob, node: DecisionNode): { to: string; conf: string } {
    const { element, text } = evaluateElement(node.element, this.#evaluator(job, node.name));
    const taken = childrenOf(element, 'case').find((one) => one.text.trim() === 'true');
    return { to: taken?.attributes.get('to') ?? node.defaultTo, conf: text };
  }

  killMessage(job: EvaluatedJob, node: KillNode): string {
    return this.#evaluator(job, node.name).evaluate(node.message);
  }

  async resolveAction(job: EvaluatedJob, node: ActionNode): Promise<ResolvedAction> {
    const evaluator = this.#evaluator(job, node.name);
    const evaluated = evaluateElement(this.writtenElement(job, node), evaluator);
    const jobXmlFiles = await this.#jobXmlFiles(job, evaluated.element, evaluator);
    return this.#resolved(job, node, evaluated, jobXmlFiles);
  }

  async #jobXmlFiles(
    { row }: EvaluatedJob,
    element: Element,
    evaluator: Evaluator<WorkflowElContext>,
  ): Promise<readonly ReadonlyMap<string, string>[]> {
    if (!readsJobXml(element)) return [];
    const { fileSystems } = this.#services;
    return await readJobXmlFiles(element, row.app_directory, fileSystems, evaluator);
  }

  resolveActionNow(job: EvaluatedJob, node: ActionNode): ResolvedAction | undefined {
    const merged = this.writtenElement(job, node);
    if (readsJobXml(merged)) return undefined;
    const evaluator = this.#evaluator(job, node.name);
    if (elementDoesInputOutput(merged, evaluator)) return undefined;
    return this.#resolved(job, node, evaluateElement(merged, evaluator), []);
  }

  #resolved(
    job: EvaluatedJob,
    node: ActionNode,
    { element, text }: EvaluatedElement,
    jobXmlFiles: readonly ReadonlyMap<string, string>[],
  ): ResolvedAction {
    return {
      element,
      conf: text,
      configuration: configurationOf(element, jobXmlFiles),
      retry: resolveRetry(node.retry, job.configuration, this.#services.settings),
    };
  }

  enteredRetry({ configuration }: EvaluatedJob, node: ActionNode): ResolvedRetry | undefined {
    try {
      return resolveRetry(node.retry, configuration, this.#services.settings);
    } catch {
      return undefined;
    }
  }

  async restoreAction(
    job: EvaluatedJob,
    nodeName: string,
    conf: string,
  ): Promise<Pick<ResolvedAction, 'element' | 'configuration'>> {
    const { root: element, problems } = readXml(conf, 'action', restoreLimits);
    if (element === undefined) throw new HowdahError('JA007', [problems[0]?.message ?? conf]);
    const files = await this.#jobXmlFiles(job, element, this.#evaluator(job, nodeName));
    return { element, configuration: configurationOf(element, files) };
  }

  evaluateText(job: EvaluatedJob, text: string): string {
    return this.#evaluator(job, '').evaluate(text);
  }

  writtenConf(job: EvaluatedJob, nodeName: string): string {
    const node = job.definition.nodes.get(nodeName);
    if (node?.kind === 'action') return writePrettyXml(this.writtenElement(job, node));
    return node?.kind === 'decision' ? writePrettyXml(node.element) : '';
  }

  writtenElement(job: EvaluatedJob, node: ActionNode): Element {
    const inherited = job.configuration.get(INHERITED_GLOBAL) ?? '';
    const defaultsText = job.row.app_defaults;
    const known = this.#merged.get(node);
    if (known?.defaultsText === defaultsText && known.inherited === inherited) return known.element;
    const { settings } = this.#services;
    const element = mergeAction(node.element, {
      global: globalOf(job.definition.global, job.configuration),
      defaults: new Map(JSON.parse(defaultsText) as [string, string][]),
      server: {
        nameNode: settings.get('oozie.actions.default.name-node'),
        jobTracker: settings.get('oozie.actions.default.job-tracker'),
        resourceManager: settings.get('oozie.actions.default.resource-manager'),
      },
    });
    this.#merged.set(node, { defaultsText, inherited, element });
    return element;
  }

  #evaluator(job: EvaluatedJob, nodeName: string): Evaluator<WorkflowElContext> {
    let variables = this.#variables.get(job.configuration);
    if (variables === undefined) {
      variables = workflowVariables(job.configuration);
      this.#variables.set(job.configuration, variables);
    }
    const context = workflowElContext(job, nodeName, this.#services);
    return new Evaluator(workflowPhase, context, variables);
  }
}

/** What the action runs with: the files that it names below what it says itself. */
function configurationOf(
  element: Element,
  jobXmlFiles: readonly ReadonlyMap<string, string>[],
): Map<string, string> {
  const inline = configurationProperties(child(element, 'configuration'));
  return effectiveConfiguration({ serverDefaults: [], jobXmlFiles, inline });
}

/** A sub-workflow is shown with the files of `<global>`, and reads none of them. */
function readsJobXml(element: Element): boolean {
  return element.name !== 'sub-workflow' && child(element, 'job-xml') !== undefined;
}

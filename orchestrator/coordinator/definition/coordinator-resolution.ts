/** One reading of a coordinator: the steps of Oozie's submission in its order. */
import { child, type Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { attributePhase } from '../../definition/el/coordinator-phases.ts';
import { Evaluator } from '../../definition/el/evaluator.ts';
import { submissionPhase } from '../../definition/el/workflow-phases.ts';
import { submissionVariables } from '../../definition/el/workflow-variables.ts';
import type { Problem } from '../../definition/problem.ts';
import { checkSchedule } from './check-schedule.ts';
import type { CoordinatorControls, CoordinatorDefinition } from './coordinator-definition.ts';
import { coordinatorFromElement } from './coordinator-from-element.ts';
import type { CoordinatorSettings } from './coordinator-settings.ts';
import { mapChildren, mapPath } from './edit-element.ts';
import { DatasetIncluder, type IncludedFiles, resolveOwnDatasets } from './include-datasets.ts';
import { resolveSla, resolveWorkflow } from './resolve-action.ts';
import { resolveControls } from './resolve-controls.ts';
import {
  checkEvents,
  checkSingleInstances,
  resolveEventDatasets,
  resolveInputLogic,
} from './resolve-events.ts';
import { resolveFrequency, resolveTimes } from './resolve-schedule.ts';
import { attributePosition, SubmissionScope } from './submission-scope.ts';

export interface ResolutionOptions {
  readonly settings: CoordinatorSettings;
  readonly includes: IncludedFiles;
  readonly bundledAs: string | undefined;
  /** @see CronFrequency.clock */
  readonly cronClock: 'processing' | 'local';
}

export class CoordinatorResolution {
  readonly problems: readonly Problem[];
  readonly missingIncludes: readonly string[];
  readonly #options: ResolutionOptions;
  readonly #controls: CoordinatorControls;
  readonly #element: Element;
  readonly #name: string;

  constructor(
    app: Element,
    configuration: ReadonlyMap<string, string>,
    options: ResolutionOptions,
  ) {
    const scope = new SubmissionScope(configuration, options.settings);
    this.#options = options;
    const withFrequency = resolveFrequency(app, options.cronClock, scope);
    this.#name = options.bundledAs ?? resolveName(app, configuration, scope);
    const schedule = resolveTimes(withFrequency, scope);
    const { root, controls } = resolveControls(schedule.root, scope);
    this.#controls = controls;
    const includer = new DatasetIncluder(scope, options.includes);
    this.#element = includer.include(resolveBody(root, scope));
    checkSchedule(schedule, scope);
    checkSingleInstances(this.#element, scope);
    this.problems = scope.problems;
    this.missingIncludes = includer.missing;
  }

  /** Of a reading without problems. */
  definition(): CoordinatorDefinition {
    const { settings, cronClock } = this.#options;
    return coordinatorFromElement(this.#element, {
      name: this.#name,
      controls: this.#controls,
      cronClock,
      processingTimeZone: settings.processingTimeZone,
    });
  }
}

/** Variables only; functions are none of a name's. */
function resolveName(
  app: Element,
  configuration: ReadonlyMap<string, string>,
  scope: SubmissionScope,
): string {
  const text = app.attributes.get('name') ?? '';
  try {
    const variables = submissionVariables(configuration);
    return new Evaluator(submissionPhase, undefined, variables).evaluate(text);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    const mend = 'give the property when submitting: -D name=value';
    scope.report('E0803', [error.message], attributePosition(app, 'name'), mend);
    return text;
  }
}

function resolveBody(app: Element, scope: SubmissionScope): Element {
  const withIncludes = mapPath(app, ['datasets', 'include'], (include) =>
    scope.resolveText(include, attributePhase, scope.context),
  );
  const withDatasets = resolveOwnDatasets(withIncludes, scope);
  const withEvents = resolveEventDatasets(withDatasets, scope);
  checkEvents(withEvents, scope);
  const hasLogic = child(withEvents, 'input-logic') !== undefined;
  const withLogic = hasLogic
    ? mapChildren(withEvents, 'input-logic', (logic) => resolveInputLogic(logic, scope))
    : withEvents;
  return resolveSla(resolveWorkflow(withLogic, scope), scope);
}

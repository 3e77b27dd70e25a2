/** A dry run of a coordinator: its first actions, with all that can be known of them now. */
import { child, childrenOf, childText, type Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { problemView } from '../../api/native/error-view.ts';
import type { CoordinatorDefinition } from '../../coordinator/definition/coordinator-definition.ts';
import { defaultCoordinatorSettings } from '../../coordinator/definition/coordinator-settings.ts';
import { readWithIncludes } from '../../coordinator/definition/read-with-includes.ts';
import { URIS } from '../../coordinator/materialise/action-scope.ts';
import { type DryRunAction, dryRun } from '../../coordinator/materialise/dry-run.ts';
import { splitDependencies } from '../../coordinator/materialise/missing-dependencies.ts';
import { resolveConfiguration } from '../../coordinator/materialise/resolve-configuration.ts';
import { frequencyText, frequencyTimeUnit } from '../../coordinator/time/frequency.ts';
import { formatOozieTime } from '../../coordinator/time/oozie-time.ts';
import { processingTimeZone } from '../../coordinator/time/processing-time-zone.ts';
import type { ActionView, CoordinatorView, EventView } from './dry-run-views.ts';
import type { AppDefinition, AppFiles } from './read-app-files.ts';

export interface CoordinatorDryRunOptions {
  /** How many actions are shown. */
  readonly max: number;
  readonly nowMs: number;
  /** The name that a bundle gives it. */
  readonly bundledAs?: string | undefined;
}

const settings = defaultCoordinatorSettings;

/** Stands for the id that a submission would give. */
const JOB_ID = '0000000-000000000000000-howdah-C';

/** Errors of the definition are its `problems`. @throws HowdahError E1001, E1002, E0803 */
export async function dryRunCoordinator(
  { file, text }: AppDefinition,
  submitted: ReadonlyMap<string, string>,
  files: AppFiles,
  { max, nowMs, bundledAs }: CoordinatorDryRunOptions,
): Promise<CoordinatorView> {
  const { definition, configuration, problems } = await readWithIncludes(
    text,
    submitted,
    { file, bundledAs },
    (uri) => files.readInclude(uri),
  );
  if (definition === undefined) return { ...emptyView, problems: problems.map(problemView) };
  const actions = await dryRun({
    definition,
    settings,
    configuration,
    jobId: JOB_ID,
    untilMs: definition.endMs,
    limit: max,
    nowMs,
    exists: (uri) => files.exists(uri),
  });
  return { ...coordinatorView(definition), actions: actions.map(actionView) };
}

const emptyView: CoordinatorView = {
  kind: 'coordinator',
  name: '',
  frequency: '',
  timeUnit: '',
  start: '',
  end: '',
  timezone: '',
  controls: { timeoutMinutes: 0, concurrency: 0, execution: '', throttle: 0 },
  actions: [],
  problems: [],
};

function coordinatorView(definition: CoordinatorDefinition): CoordinatorView {
  const { name, frequency, startMs, endMs, timezone, controls } = definition;
  return {
    ...emptyView,
    name,
    frequency: frequencyText(frequency),
    timeUnit: frequencyTimeUnit(frequency),
    start: time(startMs),
    end: time(endMs),
    timezone,
    controls,
  };
}

function time(timeMs: number): string {
  return formatOozieTime(timeMs, processingTimeZone(settings.processingTimeZone));
}

function actionView(action: DryRunAction): ActionView {
  const { number, nominalTimeMs, element, missing } = action;
  const { uris, late } = splitDependencies(missing);
  const workflow = child(child(element, 'action') as Element, 'workflow') as Element;
  return {
    number,
    nominalTime: time(nominalTimeMs),
    inputs: eventViews(element, 'input-events', 'data-in'),
    outputs: eventViews(element, 'output-events', 'data-out'),
    missing: [...uris, ...late.split(/!!|#/).filter((text) => text !== '')],
    workflow: childText(workflow, 'app-path') ?? '',
    configuration: configurationOf(action),
  };
}

function eventViews(action: Element, list: string, name: string): EventView[] {
  const events = child(action, list);
  return (events === undefined ? [] : childrenOf(events, name)).map((event) => ({
    name: event.attributes.get('name') ?? '',
    uris: childText(event, URIS)?.split('#') ?? [],
  }));
}

/** Evaluated as at the start, though data may be missing; what cannot be evaluated stays. */
function configurationOf({ element, facts, missing }: DryRunAction): Record<string, string> {
  const resolved = missing === '' ? element : tryResolve(element, facts);
  const workflow = child(child(resolved, 'action') as Element, 'workflow') as Element;
  const configuration = child(workflow, 'configuration');
  const values: Record<string, string> = {};
  for (const property of configuration === undefined ? [] : childrenOf(configuration, 'property')) {
    values[childText(property, 'name') ?? ''] = child(property, 'value')?.text ?? '';
  }
  return values;
}

function tryResolve(element: Element, facts: DryRunAction['facts']): Element {
  try {
    return resolveConfiguration(element, facts);
  } catch (error) {
    if (error instanceof HowdahError) return element;
    throw error;
  }
}

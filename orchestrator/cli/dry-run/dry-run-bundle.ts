/** A dry run of a bundle: each of its coordinators. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { errorView, problemView } from '../../api/native/error-view.ts';
import type { ProblemView } from '../../api/native/views.ts';
import { formatOozieTime } from '../../coordinator/time/oozie-time.ts';
import { processingTimeZone } from '../../coordinator/time/processing-time-zone.ts';
import type { BundledCoordinator } from '../../definition/bundle-definition.ts';
import { readBundle } from '../../definition/read-bundle.ts';
import { type CoordinatorDryRunOptions, dryRunCoordinator } from './dry-run-coordinator.ts';
import type { BundleView, CoordinatorView } from './dry-run-views.ts';
import type { AppDefinition, AppFiles } from './read-app-files.ts';

/** What is wrong with a coordinator is told with the others' problems; the rest is still shown. */
export async function dryRunBundle(
  { file, text }: AppDefinition,
  configuration: ReadonlyMap<string, string>,
  files: AppFiles,
  options: CoordinatorDryRunOptions,
): Promise<BundleView> {
  const { definition, problems } = readBundle(text, configuration, { file });
  const found: ProblemView[] = problems.map(problemView);
  const coordinators: CoordinatorView[] = [];
  for (const one of definition?.coordinators.filter(({ isEnabled }) => isEnabled) ?? []) {
    try {
      const view = await dryRunMember(one, files, options);
      if (view.problems.length === 0) coordinators.push(view);
      found.push(...view.problems);
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      found.push(errorProblem(error, one.appPath));
    }
  }
  const { name = '', kickOffMs } = definition ?? {};
  const kickOff =
    kickOffMs === undefined ? null : formatOozieTime(kickOffMs, processingTimeZone('UTC'));
  return { kind: 'bundle', name, kickOff, coordinators, problems: found };
}

async function dryRunMember(
  { name, appPath, configuration }: BundledCoordinator,
  files: AppFiles,
  options: CoordinatorDryRunOptions,
): Promise<CoordinatorView> {
  const app = await files.find(appPath, configuration);
  const merged = new Map([...app.defaults, ...configuration]);
  return dryRunCoordinator(app, merged, files, { ...options, bundledAs: name });
}

/** An error as `validate` would tell it. */
export function errorProblem(error: HowdahError, file: string): ProblemView {
  return { severity: 'error', file, line: 1, column: 1, ...errorView(error) };
}

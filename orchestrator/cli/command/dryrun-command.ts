/** `howdah dryrun APP`: what a submission would do, without any server. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { systemClock } from '../../../base/time/system-clock.ts';
import { jobConfiguration } from '../../config/job-configuration.ts';
import {
  refuseReservedDefaults,
  refuseReservedProperties,
  reservedForCoordinators,
  reservedForWorkflows,
} from '../../config/reserved-properties.ts';
import { appPathProperties } from '../app-path-properties.ts';
import { dryRunBundle, errorProblem } from '../dry-run/dry-run-bundle.ts';
import { dryRunCoordinator } from '../dry-run/dry-run-coordinator.ts';
import { dryRunLines } from '../dry-run/dry-run-lines.ts';
import type { DryRunView } from '../dry-run/dry-run-views.ts';
import { dryRunWorkflow } from '../dry-run/dry-run-workflow.ts';
import { type AppDefinition, AppFiles } from '../dry-run/read-app-files.ts';
import { exitCodes } from '../exit-code.ts';
import { problemLines } from '../problem-lines.ts';
import { runProperties } from '../run-properties.ts';
import type { Terminal } from '../terminal.ts';

export interface DryRunOptions {
  readonly config?: string;
  readonly define: readonly string[];
  /** Actions of a coordinator that are shown. */
  readonly max: number;
  readonly json?: boolean;
}

/** @returns the exit status: failed if the app has an error */
export async function dryRunCommand(
  app: string,
  options: DryRunOptions,
  terminal: Terminal,
): Promise<number> {
  const view = await runDry(app, options);
  const hasErrors = view.problems.some(({ severity }) => severity === 'error');
  if (options.json === true) terminal.out(JSON.stringify(view, undefined, 2));
  else {
    for (const text of view.problems.flatMap(problemLines)) terminal.out(text);
    const isShown = !hasErrors || view.kind === 'bundle';
    for (const text of isShown ? dryRunLines(view) : []) terminal.out(text);
  }
  return hasErrors ? exitCodes.failed : exitCodes.ok;
}

async function runDry(app: string, options: DryRunOptions): Promise<DryRunView> {
  const properties = runProperties(app, { definitions: options.define, config: options.config });
  const isPath = (name: string) => Object.values(appPathProperties).includes(name);
  const [, named = ''] = [...properties].find(([name]) => isPath(name)) ?? [];
  const files = new AppFiles(properties);
  const found = await files.find(named, properties);
  try {
    return await runKind(found, files, submittedProperties(found, named, properties), options);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    const problems = [errorProblem(error, found.file)];
    return { kind: 'workflow', name: '', nodes: [], problems };
  }
}

function submittedProperties(
  { kind, defaults }: AppDefinition,
  path: string,
  properties: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const reserved = kind === 'workflow' ? reservedForWorkflows : reservedForCoordinators;
  refuseReservedDefaults(defaults, reserved);
  const given = new Map(properties);
  given.set(appPathProperties[kind], path);
  refuseReservedProperties(given, reserved);
  return jobConfiguration(given, { defaults });
}

async function runKind(
  app: AppDefinition,
  files: AppFiles,
  configuration: ReadonlyMap<string, string>,
  { max }: DryRunOptions,
): Promise<DryRunView> {
  const options = { max, nowMs: systemClock.now() };
  switch (app.kind) {
    case 'workflow':
      return dryRunWorkflow(app, configuration);
    case 'coordinator':
      return await dryRunCoordinator(app, configuration, files, options);
    case 'bundle':
      return await dryRunBundle(app, configuration, files, options);
  }
}

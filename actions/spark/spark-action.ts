/** The spark action: submits an application and reports its end (spark-action 0.1 to 1.0). */
import { join } from 'node:path';
import { packageRoot } from '../../base/package-root.ts';
import type {
  ActionContext,
  ActionOutcome,
  ProcessActionType,
  ProcessExit,
  ProcessSpecification,
} from '../contract/action-type.ts';
import { checkConfiguration } from '../launcher/check-configuration.ts';
import { type Environment, inheritedEnvironment } from '../launcher/inherited-environment.ts';
import { logErrorOutput, tailLines } from '../launcher/log-error-output.ts';
import { runPrepare } from '../launcher/run-prepare.ts';
import { linkLibraries, shipFiles } from '../launcher/ship-files.ts';
import { unpackArchives } from '../launcher/unpack-archives.ts';
import { createWorkDirectory, inAttempt } from '../launcher/work-directory.ts';
import { writeConfiguration } from '../launcher/write-configuration.ts';
import { knownExitCode } from '../process/known-exit-code.ts';
import { findApplication } from './application-file.ts';
import { hideSecret } from './authentication-secret.ts';
import { childApplicationIds } from './child-application-ids.ts';
import { driverCounters } from './driver-counters.ts';
import { rootCause } from './driver-failure.ts';
import { sparkMemoryBytes } from './spark-memory.ts';
import { submitArguments } from './submit-arguments.ts';
import { apacheSparkSubmit, howdahSubmit } from './submit-program.ts';

/** @param environment the server's */
export function sparkActionType(environment: NodeJS.ProcessEnv = process.env): ProcessActionType {
  const inherited = inheritedEnvironment(environment);
  return {
    name: 'spark',
    kind: 'process',
    memoryDemandBytes: sparkMemoryBytes,
    prepare: (context) => prepare(context, inherited),
    conclude,
  };
}

async function prepare(
  context: ActionContext,
  inherited: Environment,
): Promise<ProcessSpecification> {
  checkConfiguration(context.element);
  const workDirectory = createWorkDirectory(context);
  await shipFiles(context, workDirectory);
  await unpackArchives(context, workDirectory);
  await linkLibraries(context, workDirectory);
  const configurationPath = join(workDirectory, 'action.xml');
  inAttempt(context, () => writeConfiguration(configurationPath, context.configuration));
  const application = findApplication(context, workDirectory);
  const program =
    application.engine === 'howdah'
      ? howdahSubmit()
      : apacheSparkSubmit(inherited, workDirectory, application.location);
  const words = submitArguments(context, application);
  const submitted =
    application.engine === 'howdah' ? hideSecret(words) : { words, environment: {} };
  await runPrepare(context);
  return {
    command: program.command,
    arguments: [...program.arguments, ...submitted.words],
    environment: {
      ...inherited,
      ...submitted.environment,
      PATH: [join(packageRoot(import.meta.url), 'bin'), inherited.PATH].filter(Boolean).join(':'),
      OOZIE_ACTION_CONF_XML: configurationPath,
      HOWDAH_ACTION_ID: context.actionId,
      HOWDAH_JOB_ID: context.job.id,
      HOWDAH_PROGRESS_FILE: progressPath(context),
    },
    workingDirectory: workDirectory,
  };
}

function progressPath(context: ActionContext): string {
  return join(context.directory, 'progress.ndjson');
}

async function conclude(context: ActionContext, exit: ProcessExit): Promise<ActionOutcome> {
  const exitCode = knownExitCode(context, exit);
  context.log.info(`Exit code of the driver ${exitCode}`);
  const externalChildIds = childApplicationIds([exit.stdoutPath, exit.stderrPath]);
  const stats = await driverCounters(progressPath(context));
  if (exitCode === 0) return { status: 'OK', externalStatus: 'SUCCEEDED', externalChildIds, stats };
  logErrorOutput(context, exit);
  const cause = rootCause(tailLines(exit.stderrPath));
  const message = `Main Class [org.apache.oozie.action.hadoop.SparkMain], exit code [${exitCode}]`;
  return {
    status: 'ERROR',
    externalStatus: 'FAILED/KILLED',
    externalChildIds,
    stats,
    errorCode: String(exitCode),
    errorMessage: cause === undefined ? message : `${message}: ${cause}`,
  };
}

/** The shell action: runs a command, and takes what it prints as data (shell-action 0.1 to 1.0). */
import { join } from 'node:path';
import { packageRoot } from '../../base/package-root.ts';
import type {
  ActionContext,
  ActionOutcome,
  ProcessActionType,
  ProcessExit,
  ProcessSpecification,
} from '../contract/action-type.ts';
import { child, childrenOf, childText, type Element } from '../contract/element.ts';
import { checkConfiguration } from '../launcher/check-configuration.ts';
import { inheritedEnvironment } from '../launcher/inherited-environment.ts';
import { logErrorOutput } from '../launcher/log-error-output.ts';
import { runPrepare } from '../launcher/run-prepare.ts';
import { linkLibraries, shipFiles } from '../launcher/ship-files.ts';
import { unpackArchives } from '../launcher/unpack-archives.ts';
import { createWorkDirectory, inAttempt } from '../launcher/work-directory.ts';
import { writeConfiguration } from '../launcher/write-configuration.ts';
import { knownExitCode } from '../process/known-exit-code.ts';
import { captureOutput, OUTPUT_BYTES_MAX, OUTPUT_LIMIT_SETTING } from './captured-output.ts';
import { findExec } from './exec-program.ts';
import { hadoopConfiguration } from './hadoop-configuration.ts';
import { type ShellSurroundings, shellEnvironment } from './shell-environment.ts';

/**
 * What a command is counted with that does not say its need with `launcher/memory.mb`. Oozie's
 * 2 GB are the launcher's, which there is none of here; most commands are small.
 */
const MEMORY_BYTES_DEFAULT = 64 * 1024 * 1024;

/** @param environment the server's */
export function shellActionType(environment: NodeJS.ProcessEnv = process.env): ProcessActionType {
  const surroundings: ShellSurroundings = {
    inherited: inheritedEnvironment(environment),
    programDirectory: join(packageRoot(import.meta.url), 'bin'),
  };
  return {
    name: 'shell',
    kind: 'process',
    memoryDemandBytes,
    prepare: (context) => prepare(context, surroundings),
    conclude,
  };
}

function memoryDemandBytes(element: Element): number {
  const launcher = child(element, 'launcher');
  const written = launcher === undefined ? undefined : childText(launcher, 'memory.mb');
  return /^\d+$/.test(written ?? '') ? Number(written) * 1024 * 1024 : MEMORY_BYTES_DEFAULT;
}

async function prepare(
  context: ActionContext,
  surroundings: ShellSurroundings,
): Promise<ProcessSpecification> {
  checkConfiguration(context.element);
  const workDirectory = createWorkDirectory(context);
  const configurationPath = join(workDirectory, 'action.xml');
  const environment = shellEnvironment(context, surroundings, configurationPath);
  await shipFiles(context, workDirectory);
  await unpackArchives(context, workDirectory);
  await linkLibraries(context, workDirectory);
  inAttempt(context, () => {
    writeConfiguration(configurationPath, context.configuration);
    Object.assign(environment, hadoopConfiguration(context, workDirectory));
  });
  await runPrepare(context);
  const searchPath = environment.PATH ?? '';
  return {
    command: findExec({ context, workDirectory, searchPath }),
    arguments: childrenOf(context.element, 'argument').map(({ text }) => text.trim()),
    environment,
    workingDirectory: workDirectory,
  };
}

async function conclude(context: ActionContext, exit: ProcessExit): Promise<ActionOutcome> {
  const exitCode = knownExitCode(context, exit);
  context.log.info(`Exit code of the Shell command ${exitCode}`);
  if (exitCode !== 0) {
    logErrorOutput(context, exit);
    // Oozie reports 1 whatever the command's own exit code was, and clients match on it.
    return {
      status: 'ERROR',
      externalStatus: 'FAILED/KILLED',
      errorCode: '1',
      errorMessage: 'Main Class [org.apache.oozie.action.hadoop.ShellMain], exit code [1]',
    };
  }
  const succeeded = { status: 'OK', externalStatus: 'SUCCEEDED' } as const;
  if (child(context.element, 'capture-output') === undefined) return succeeded;
  const maxBytes = Number(context.settings.get(OUTPUT_LIMIT_SETTING) ?? OUTPUT_BYTES_MAX);
  return { ...succeeded, ...captureOutput(exit.stdoutPath, maxBytes, context.clock.now()) };
}

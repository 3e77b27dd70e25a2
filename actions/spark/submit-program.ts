/** The program that submits an application: Howdah's own, or the one of an Apache Spark. */
import { join } from 'node:path';
import { siblingModule } from '../../base/sibling-module.ts';
import { ActionError } from '../contract/action-type.ts';
import type { Environment } from '../launcher/inherited-environment.ts';
import { findProgram, inspectProgram } from '../process/find-program.ts';

export interface SubmitProgram {
  readonly command: string;
  /** Arguments before those of spark-submit. */
  readonly arguments: readonly string[];
}

/** The engine is started by its path: actions import nothing of it. */
export function howdahSubmit(): SubmitProgram {
  const entry = siblingModule(import.meta.url, '../../engine/deploy/submit/main');
  return { command: process.execPath, arguments: [entry] };
}

/**
 * `SPARK_HOME/bin/spark-submit`, else `spark-submit` on PATH.
 *
 * @throws ActionError JA018 where there is no Spark
 */
export function apacheSparkSubmit(
  environment: Environment,
  workDirectory: string,
  application: string,
): SubmitProgram {
  const { SPARK_HOME, PATH = '' } = environment;
  const found = SPARK_HOME
    ? inspectProgram(join(SPARK_HOME, 'bin', 'spark-submit'), workDirectory)
    : findProgram('spark-submit', PATH, workDirectory);
  if (found?.isExecutable) return { command: found.path, arguments: [] };
  const reason = SPARK_HOME
    ? `SPARK_HOME is ${SPARK_HOME}, where there is no bin/spark-submit`
    : 'SPARK_HOME is not set, and PATH has no spark-submit';
  const failed = 'Cannot run program "spark-submit"';
  const need = `${application} runs on Apache Spark, and ${reason}`;
  const mend = 'install Apache Spark and start the server with SPARK_HOME set';
  throw new ActionError('ERROR', 'JA018', `${failed}: ${need}: ${mend}`, {
    externalStatus: 'FAILED/KILLED',
  });
}

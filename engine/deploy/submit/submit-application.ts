/** spark-submit: from the words of the command line to a running application. */
import { basename } from 'node:path';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { applicationFile, requireOwnMaster, runsOnOwnEngine } from './application-kind.ts';
import { resolveProperties } from './resolve-properties.ts';
import { SubmitError } from './submit-error.ts';
import { parseSubmitOptions, type SubmitOptions } from './submit-options.ts';
import { validateSubmission } from './validate-submission.ts';

/**
 * Submits as the words say and sets `process.exitCode`; the application runs in this process.
 * @param words those behind `spark-submit`
 */
export async function submitApplication(words: readonly string[]): Promise<void> {
  try {
    await submit(words);
  } catch (error) {
    if (error instanceof SubmitError) {
      process.stderr.write(
        `Error: ${error.message}\nRun with --help for usage help or --verbose for debug output\n`,
      );
      process.exitCode = error.exitCode;
    } else if (error instanceof HowdahError) {
      process.stderr.write(`Error: ${error.message}\n`);
      process.exitCode = 1;
    } else {
      throw error;
    }
  }
}

async function submit(words: readonly string[]): Promise<void> {
  const options = parseSubmitOptions(words);
  if (words.length === 0 || options.switches.has('--help')) {
    const { usage } = await import('./usage.ts');
    (words.length === 0 ? process.stderr : process.stdout).write(usage);
    process.exitCode = words.length === 0 ? 1 : 0;
    return;
  }
  if (options.switches.has('--version')) {
    const { versionText } = await import('./version-text.ts');
    process.stdout.write(versionText());
    return;
  }
  const { primaryResource } = options;
  if (primaryResource !== undefined && !runsOnOwnEngine(primaryResource)) {
    const { runOnApacheSpark } = await import('./apache-spark.ts');
    process.exitCode = await runOnApacheSpark(words, primaryResource, process.env);
    return;
  }
  const { properties, warnings, files } = resolveProperties(options, process.env);
  for (const warning of warnings) {
    process.stderr.write(`${warning}\n`);
  }
  validateSubmission(options, properties);
  requireOwnMaster(
    properties.get('spark.master') ?? '',
    properties.get('spark.submit.deployMode') ?? 'client',
  );
  const file = applicationFile(primaryResource ?? '');
  const named = new Map([['spark.app.name', basename(file)], ...properties]);
  if (options.switches.has('--verbose')) {
    const { verboseText } = await import('./verbose-text.ts');
    process.stderr.write(verboseText(file, options, named, files));
  }
  await run(file, options, named);
}

async function run(
  file: string,
  options: SubmitOptions,
  properties: ReadonlyMap<string, string>,
): Promise<void> {
  const { runApplication } = await import('./run-application.ts');
  await runApplication({
    file,
    applicationArguments: options.applicationArguments,
    properties,
    isVerbose: options.switches.has('--verbose'),
  });
}

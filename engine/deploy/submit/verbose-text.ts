/** What `--verbose` shows before the application starts; secrets are masked as Spark masks them. */
import type { SubmitOptions } from './submit-options.ts';

const secretKey = /secret|password|token|access[.]?key/i;

export function verboseText(
  file: string,
  options: SubmitOptions,
  properties: ReadonlyMap<string, string>,
  propertyFiles: readonly string[],
): string {
  const shown = [...properties].map(
    ([key, value]) => `  (${key},${secretKey.test(key) ? '*********(redacted)' : value})\n`,
  );
  const from = propertyFiles.map((path) => `Using properties file: ${path}\n`);
  return [
    ...from,
    `Parsed arguments:\n  primaryResource         ${file}\n`,
    `  childArgs               [${options.applicationArguments.join(' ')}]\n`,
    'Spark properties used:\n',
    ...shown,
    '\n',
  ].join('');
}

/** `howdah validate FILE…`: everything that is wrong or doubtful, without any server. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { problemView } from '../../api/native/error-view.ts';
import type { ProblemView } from '../../api/native/views.ts';
import { exitCodes } from '../exit-code.ts';
import { problemLines } from '../problem-lines.ts';
import type { Terminal } from '../terminal.ts';
import { validateDefinition } from '../validate-definition.ts';

/** In an app's directory: all of them are checked. */
const appFileNames = ['bundle', 'coordinator', 'workflow'].flatMap((kind) =>
  ['xml', 'yaml', 'yml'].map((extension) => `${kind}.${extension}`),
);

/** @returns the exit status: failed if any file has an error */
export function validateCommand(
  files: readonly string[],
  options: { readonly json?: boolean },
  terminal: Terminal,
): number {
  const problems = files.flatMap((file) => validateFile(file));
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  if (options.json === true) {
    terminal.out(JSON.stringify({ valid: !hasErrors, problems }, undefined, 2));
  } else {
    for (const line of problems.flatMap(problemLines)) terminal.out(line);
    if (!hasErrors) terminal.out(`valid: ${files.join(', ')}`);
  }
  return hasErrors ? exitCodes.failed : exitCodes.ok;
}

function validateFile(file: string): ProblemView[] {
  try {
    return definitionPaths(file).flatMap((path) =>
      validateDefinition(readFileSync(path, 'utf8'), path).map(problemView),
    );
  } catch (error) {
    const { code, message, mend } = unreadable(file, error);
    return [{ severity: 'error', code, message, file, line: 1, column: 1, ...(mend && { mend }) }];
  }
}

/** @throws HowdahError E0505 */
function definitionPaths(file: string): string[] {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() === true) return [file];
  const inside = appFileNames.map((name) => join(file, name)).filter((path) => existsSync(path));
  if (inside.length > 0) return inside;
  throw new HowdahError('E0505', [file], {
    mend: 'name a workflow, coordinator or bundle .xml or .yaml file, or a directory with one',
  });
}

function unreadable(file: string, error: unknown): HowdahError {
  if (error instanceof HowdahError) return error;
  const problem = error instanceof Error ? error.message : String(error);
  return new HowdahError('E0507', [file, problem], { mend: 'let this user read the file' });
}

/** `howdah validate FILE…`: everything that is wrong or doubtful, without any server. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { problemView } from '../../api/native/error-view.ts';
import type { ProblemView } from '../../api/native/views.ts';
import { validateWorkflowText } from '../../definition/read-workflow.ts';
import { exitCodes } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';

const appFileNames = ['workflow.xml', 'workflow.yaml', 'workflow.yml'];

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
    const path = definitionPath(file);
    const text = readFileSync(path, 'utf8');
    return validateWorkflowText(text, { file: path, validateForkJoin: true }).map(problemView);
  } catch (error) {
    const { code, message, mend } = unreadable(file, error);
    return [{ severity: 'error', code, message, file, line: 1, column: 1, ...(mend && { mend }) }];
  }
}

/** @throws HowdahError E0505 */
function definitionPath(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() === true) return file;
  const inside = appFileNames.map((name) => join(file, name)).find((path) => existsSync(path));
  if (inside !== undefined) return inside;
  throw new HowdahError('E0505', [file], {
    mend: 'name a workflow.xml or .yaml file, or a directory that holds one',
  });
}

function unreadable(file: string, error: unknown): HowdahError {
  if (error instanceof HowdahError) return error;
  const problem = error instanceof Error ? error.message : String(error);
  return new HowdahError('E0507', [file, problem], { mend: 'let this user read the file' });
}

/** `file:line:column: error E0708: message`, the mend below. */
function problemLines(problem: ProblemView): string[] {
  const { severity, code, message, file, line, column, mend } = problem;
  const first = `${file}:${line}:${column}: ${severity} ${code}: ${message}`;
  return mend === undefined ? [first] : [first, `  mend: ${mend}`];
}

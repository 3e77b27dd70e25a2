/** Finds the program that a shell action's `exec` means, or says why it could not be run. */
import { basename, isAbsolute, join } from 'node:path';
import { readStartNow } from '../../base/file-system/local-file-system.ts';
import { type ActionContext, ActionError } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { childText } from '../contract/element.ts';
import { appUri } from '../launcher/shipped-path.ts';
import { type FoundProgram, findProgram, inspectProgram } from '../process/find-program.ts';

/** As much of a script's first line as Linux reads for the name of its interpreter. */
const FIRST_LINE_BYTES = 256;

export interface ExecPlace {
  readonly context: ActionContext;
  readonly workDirectory: string;
  /** The PATH of the command. */
  readonly searchPath: string;
}

/**
 * Only the base name of `exec` counts, as a file in the working directory, else on PATH. One
 * departure from Oozie: an absolute path that exists is taken as it is, before PATH is searched,
 * since that is what whoever wrote it meant.
 *
 * @returns a path with a slash, absolute or relative to the working directory
 * @throws ActionError JA018 with what would be right; JA007 for an empty `exec`
 */
export function findExec(place: ExecPlace): string {
  const exec = childText(place.context.element, 'exec') ?? '';
  if (exec === '') throw codedActionError('JA007', ['<exec> is empty']);
  const found = lookUp(place, exec);
  if (found === undefined) {
    throw cannotRun(
      place,
      exec,
      `error=2, No such file or directory: ${mendForMissing(place, exec)}`,
    );
  }
  if (!found.isExecutable) {
    const mend = `make it executable (chmod +x ${found.path}), or ship it with <file>`;
    throw cannotRun(place, exec, `error=13, Permission denied: ${mend}`);
  }
  if (found.path.startsWith('./')) checkInterpreter(place, exec, found.path);
  return found.path;
}

function lookUp({ workDirectory, searchPath }: ExecPlace, exec: string): FoundProgram | undefined {
  const name = basename(exec);
  const shipped = inspectProgram(`./${name}`, workDirectory);
  if (shipped !== undefined) return shipped;
  const exact = isAbsolute(exec) ? inspectProgram(exec, workDirectory) : undefined;
  return exact ?? findProgram(name, searchPath, workDirectory);
}

function mendForMissing({ context }: ExecPlace, exec: string): string {
  const inApp = isAbsolute(exec) ? undefined : context.fileSystems.resolve(appUri(context, exec));
  if (inApp?.fileSystem.statusNow(inApp.path)?.kind === 'file') {
    return `the app has such a file, and <file>${exec}</file> would ship it`;
  }
  const { PATH = '' } = process.env;
  return `ship it with <file>, or install it where the server's PATH (${PATH}) finds it`;
}

/** The kernel's answer for a missing interpreter would be that the script itself is missing. */
function checkInterpreter(place: ExecPlace, exec: string, path: string): void {
  const start = Buffer.from(readStartNow(join(place.workDirectory, path), FIRST_LINE_BYTES));
  const line = /^#!([^\n]*)\n?/.exec(start.toString('latin1'))?.[1];
  const interpreter = line?.trimStart().split(/[ \t]/)[0] ?? '';
  if (interpreter === '' || inspectProgram(interpreter, place.workDirectory)) return;
  const mend = interpreter.endsWith('\r')
    ? 'the file has Windows line ends (CR LF); save it with Unix ones (LF)'
    : 'change that line, or install the interpreter';
  const shown = interpreter.replace(/\r$/, '\\r');
  throw cannotRun(
    place,
    exec,
    `its first line names the interpreter ${shown}, which does not exist: ${mend}`,
  );
}

/** In the words of Java's process start, which Oozie passes on. */
function cannotRun({ workDirectory }: ExecPlace, exec: string, reason: string): ActionError {
  const failed = `Cannot run program "${basename(exec)}" (in directory "${workDirectory}")`;
  return new ActionError('ERROR', 'JA018', `${failed}: ${reason}`, {
    externalStatus: 'FAILED/KILLED',
  });
}

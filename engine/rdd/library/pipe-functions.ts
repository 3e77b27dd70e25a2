/** Rows through another program, line by line. */
import { spawnSync } from 'node:child_process';

export interface PipeBinding {
  /** The program and its words; no shell looks at them. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
}

/** Enough to see what went wrong. */
const ERROR_CHARACTERS_SHOWN = 1_000;

export const pipeFunctions = {
  /** One process a partition: rows are its input's lines, its output's lines are the rows. */
  pipe: ({ command, environment, directory }: PipeBinding, rows: Iterable<unknown>) => {
    const [program = '', ...words] = command;
    let input = '';
    for (const row of rows) {
      input += `${String(row)}\n`;
    }
    const { error, status, signal, stdout, stderr } = spawnSync(program, words, {
      input,
      cwd: directory,
      env: { ...process.env, ...environment },
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    // A program that does not read its input to the end is not at fault.
    if (error !== undefined && (error as NodeJS.ErrnoException).code !== 'EPIPE') {
      throw new Error(`Cannot run program "${program}": ${error.message}`);
    }
    if (status !== 0) {
      const reason = stderr.slice(-ERROR_CHARACTERS_SHOWN).trim();
      throw new Error(
        `Subprocess exited with status ${status ?? signal}. Command ran: ${command.join(' ')}` +
          (reason === '' ? '' : `\n${reason}`),
      );
    }
    const lines = stdout.split(/\r?\n/);
    if (lines.at(-1) === '') {
      lines.pop();
    }
    return lines;
  },
} as const;

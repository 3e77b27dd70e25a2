/** Where the command line writes; tests and the real terminal look the same to commands. */

export interface Terminal {
  /** Writes a line to standard output. */
  out(line: string): void;
  /** Writes a line to standard error. */
  err(line: string): void;
  /** Writes to standard output as it is, for documents and for moving the cursor. */
  write(text: string): void;
  /** Whether a person watches standard output, so that lines may be redrawn. */
  readonly isInteractive: boolean;
  /** Characters a line has room for. */
  readonly columns: number;
}

const COLUMNS_DEFAULT = 100;

export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    write: (text) => process.stdout.write(text),
    isInteractive: process.stdout.isTTY === true && process.env.TERM !== 'dumb',
    get columns() {
      // A terminal that does not know its width says 0.
      return process.stdout.columns || COLUMNS_DEFAULT;
    },
  };
}

/** The reader of a pipe may go before us (`howdah jobs | head`); that is no error. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

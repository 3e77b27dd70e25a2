/** The entry of the command line. */

import { parseCommandLine } from './command-line.ts';
import { errorLines } from './error-lines.ts';
import { exitCodes } from './exit-code.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/**
 * @param words what stands behind `howdah`
 * @returns the exit status
 */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const command = await parseCommandLine(words, terminal);
    return await command();
  } catch (error) {
    for (const line of errorLines(error)) terminal.err(line);
    const isUsage = (error as { code?: string }).code === 'HOWDAH_USAGE';
    return isUsage ? exitCodes.refused : exitCodes.failed;
  }
}

/** Called by `bin/howdah.js`. */
export async function runProcess(): Promise<void> {
  // What a server of ours would still do after its close must not keep the user waiting.
  process.exit(await main(process.argv.slice(2), processTerminal()));
}

/** What the server says about itself, in the data directory's `server.log`. */
import type { ServerLog } from '../api/api-context.ts';

type Level = 'info' | 'warn' | 'error';
type Facts = Readonly<Record<string, unknown>>;
type Write = (level: Level, message: string, facts: Facts | undefined) => void;

/** For a server that lives only as long as one command. */
export const silentLog: ServerLog = { info() {}, warn() {}, error() {} };

/**
 * The logger's own code is loaded with the first line, so that a quick start pays nothing for it.
 *
 * @param path file that lines of JSON are appended to
 * @param mask see `createSecretMask`
 */
export function openServerLog(path: string, mask: (text: string) => string): ServerLog {
  let opening: Promise<Write> | undefined;
  const write = (level: Level, message: string, facts?: Facts) => {
    opening ??= openWriter(path);
    // A log that cannot be written keeps nobody from working.
    opening.then((log) => log(level, mask(message), maskValues(facts, mask))).catch(() => {});
  };
  return {
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
  };
}

async function openWriter(path: string): Promise<Write> {
  const { pino } = await import('pino');
  const log = pino(
    { base: { pid: process.pid } },
    pino.destination({ dest: path, sync: true, mode: 0o600 }),
  );
  return (level, message, facts = {}) => log[level](facts, message);
}

function maskValues(facts: Facts | undefined, mask: (text: string) => string): Facts | undefined {
  if (facts === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? mask(value) : value,
    ]),
  );
}

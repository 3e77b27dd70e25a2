/** Errors on their way to the driver: whatever was thrown, as texts. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { ErrorDescription } from './slot-protocol.ts';

/** Longer texts are cut: they travel with every attempt and are printed. */
const TEXT_MAX = 64 << 10;

export function describeError(thrown: unknown): ErrorDescription {
  if (!(thrown instanceof Error)) {
    const text = cut(describeThrown(thrown));
    return { name: 'Error', message: text, stack: `Uncaught ${text}` };
  }
  const name = safely(() => thrown.name, 'Error');
  const message = safely(() => thrown.message, '');
  const stack = safely(() => thrown.stack ?? `${name}: ${message}`, `${name}: ${message}`);
  return { name, message: cut(message), stack: cut(withoutEngineFrames(stack)) };
}

/** Errors that every attempt would meet again. */
export function isFinalError(thrown: unknown): boolean {
  return thrown instanceof HowdahError && thrown.code === 'HOWDAH_TASK_NOT_SERIALIZABLE';
}

/** The user's frames: what lies below the engine's own is of no use to the user. */
function withoutEngineFrames(stack: string): string {
  const lines = stack.split('\n');
  const firstOwn = lines.findIndex(
    (line) => /^\s+at fusedLoop \(/.test(line) || isEngineFrame(line),
  );
  const hasUserFrame = lines.slice(0, Math.max(firstOwn, 0)).some((line) => /^\s+at /.test(line));
  return hasUserFrame ? lines.slice(0, firstOwn).join('\n') : stack;
}

function isEngineFrame(line: string): boolean {
  return /^\s+at .*[\\/]engine[\\/](executor|shuffle|storage)[\\/][a-z-]+\.[jt]s:/.test(line);
}

function describeThrown(thrown: unknown): string {
  return safely(
    () => (typeof thrown === 'object' ? JSON.stringify(thrown) : String(thrown)),
    'a value that cannot be printed',
  );
}

function safely(read: () => unknown, otherwise: string): string {
  try {
    return String(read());
  } catch {
    return otherwise;
  }
}

function cut(text: string): string {
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}

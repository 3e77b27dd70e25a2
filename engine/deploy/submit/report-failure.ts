/** How an application's failure is shown: what went wrong and where in the user's files, first. */
import { join } from 'node:path';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { packageRoot } from '../../../base/package-root.ts';

/** Deeper chains of causes are cut: the root cause is never that far. */
const causesShown = 8;

/**
 * Lines for stderr. The user's file and line stand first, then the message, the user's frames, and
 * each cause in the same way.
 * @param isVerbose whether frames of the engine and of Node are shown too
 */
export function failureText(error: unknown, isVerbose: boolean): string {
  const lines: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < causesShown && current !== undefined && current !== null; depth++) {
    const frames = framesOf(current, isVerbose);
    const place = placeOf(frames.find(isUserFrame));
    const prefix = `${depth === 0 ? '' : 'Caused by: '}${place === undefined ? '' : `${place}: `}`;
    lines.push(`${prefix}${headline(current)}`, ...frames);
    current = current instanceof Error ? current.cause : undefined;
  }
  return `${lines.join('\n')}\n`;
}

function headline(error: unknown): string {
  if (error instanceof HowdahError) {
    return error.message;
  }
  if (error instanceof Error) {
    return error.message === '' ? error.name : `${error.name}: ${error.message}`;
  }
  return `Thrown: ${String(error)}`;
}

function framesOf(error: unknown, isVerbose: boolean): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return isVerbose ? frames : frames.filter(isUserFrame);
}

const root = packageRoot(import.meta.url);
const internalPlaces = [
  'node:',
  ...['engine', 'base', 'dist', 'node_modules'].flatMap((name) => [
    `${join(root, name)}/`,
    `file://${join(root, name)}/`,
  ]),
];

function isUserFrame(frame: string): boolean {
  const place = placeOf(frame);
  return place !== undefined && !internalPlaces.some((internal) => place.startsWith(internal));
}

/** `file:line:column` of a frame; undefined for frames without a file. */
function placeOf(frame: string | undefined): string | undefined {
  const place = /\(([^()]+:\d+:\d+)\)$|at (?:async )?([^()\s]+:\d+:\d+)$/.exec(frame ?? '');
  return place?.[1] ?? place?.[2];
}

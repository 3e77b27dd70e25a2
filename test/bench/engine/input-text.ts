/** The text that is counted: the same bytes on every machine, kept for the next run. */
import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomNumbers } from '../../../engine/executor/random.ts';
import { cacheDirectory } from './cache-directory.ts';

const SEED = 1;
const WORDS_PER_LINE = 12;
const VOCABULARY = 200_000;
/** Frequencies as in natural language: a few words are most of the text. */
const SKEW = 3;
const LINES_PER_WRITE = 10_000;

/** Path of a text file of at least so many bytes. */
export function inputText(sizeBytes: number): string {
  const directory = join(cacheDirectory(), 'text');
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `words-${sizeBytes}.txt`);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    console.error(`writing ${path}`);
    writeWords(`${path}.part`, sizeBytes);
    renameSync(`${path}.part`, path);
  }
  return path;
}

function writeWords(path: string, sizeBytes: number): void {
  const random = randomNumbers(SEED);
  const descriptor = openSync(path, 'w');
  for (let written = 0; written < sizeBytes; ) {
    const lines: string[] = [];
    for (let line = 0; line < LINES_PER_WRITE; line += 1) {
      const words = Array.from({ length: WORDS_PER_LINE }, () => {
        return `w${Math.floor(VOCABULARY * random() ** SKEW)}`;
      });
      lines.push(words.join(' '));
    }
    written += writeSync(descriptor, `${lines.join('\n')}\n`);
  }
  closeSync(descriptor);
}

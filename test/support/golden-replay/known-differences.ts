/** The answers that differ from the recorded ones, from test/fixture/golden-differences.json. */
import { readFileSync } from 'node:fs';
import type { Difference } from './compare-answers.ts';

export interface KnownDifference {
  readonly recording: string;
  /** The step's name; `*` stands for anything. */
  readonly step: string;
  /** Such as `body.actions[*].conf`; `*` stands for anything, and without it everything differs. */
  readonly path?: string;
  /**
   * `deliberate` has a row in ARCHITECTURE.md's table; `recording` is what the recorder did, or the
   * moment at which it looked; `not yet` is work to be done.
   */
  readonly kind: 'deliberate' | 'recording' | 'not yet';
  /** The first cell of the row. */
  readonly row?: string;
  readonly reason: string;
}

const file = new URL('../../fixture/golden-differences.json', import.meta.url);

export function readKnownDifferences(recording: string): readonly KnownDifference[] {
  return readAllKnownDifferences().filter((one) => one.recording === recording);
}

export function readAllKnownDifferences(): readonly KnownDifference[] {
  return JSON.parse(readFileSync(file, 'utf8')) as KnownDifference[];
}

export function coversStep(known: KnownDifference, step: string): boolean {
  return matches(known.step, step);
}

export function coversDifference(known: KnownDifference, { path }: Difference): boolean {
  return matches(known.path ?? '*', path);
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

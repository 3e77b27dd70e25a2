/** What tests of clusters look for while an application runs, and expect of its end. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Submitted } from '../../applications/submitted.ts';

/** Everything that the files below a directory hold. */
export function textBelow(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .join('');
}

/** That it has ended well, with the right answer. */
export async function expectExact(app: Submitted): Promise<void> {
  const { code } = await app.ended;
  expect([code, app.output(), app.errors()]).toEqual([0, 'exact\n', '']);
}

/** The folder that stands for `/golden` in a replay. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '../temporary-directory.ts';
import { goldenApps } from './recorded-step.ts';

const RECORDED_ROOT = '/golden';

/** `/golden` as a whole path segment, with the slash written plainly or escaped as in JSON. */
const recordedRoot = /(?<![\w.-])\/golden(?=[/\\]|$|[^\w.-])/g;

export class GoldenRoot {
  readonly path = join(temporaryDirectory(), 'golden');

  constructor() {
    const source = fileURLToPath(goldenApps);
    for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const target = join(this.path, 'apps', file.slice(source.length));
      mkdirSync(dirname(target), { recursive: true });
      const bytes = readFileSync(file);
      // Archives are kept byte for byte; everything else is text that may name the root.
      writeFileSync(target, file.endsWith('.jar') ? bytes : this.here(bytes.toString('utf8')));
    }
    mkdirSync(join(this.path, 'data'), { recursive: true });
  }

  /** A recorded text with the paths of this replay. */
  here(text: string): string {
    return text.replaceAll(recordedRoot, this.path);
  }

  /** A text of this replay with the recorded paths. */
  recorded(text: string): string {
    return text.replaceAll(this.path, RECORDED_ROOT);
  }

  /** @param recordedPath such as `/golden/apps/live/x/workflow.xml`, a `file://` URI or a path */
  write(recordedPath: string, text: string): void {
    const path = this.#local(recordedPath);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, this.here(text));
  }

  makeDirectory(recordedPath: string): void {
    mkdirSync(this.#local(recordedPath), { recursive: true });
  }

  #local(recordedPath: string): string {
    return this.here(recordedPath.replace(/^file:\/\//, ''));
  }
}

/** The files that are kept by hand, as git sees them, and what their imports say. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const repository = join(import.meta.dirname, '..', '..');

/** Folders with data that others made; their form is not ours to keep. */
const foreignFolders = ['test/fixture/', 'workflows/'];

/** Paths from the repository's root, of files that exist; ignored ones are left out. */
export function listFiles(accepts: (path: string) => boolean): string[] {
  const arguments_ = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const output = execFileSync('git', arguments_, {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 67_108_864,
  });
  return output
    .split('\0')
    .filter((path) => path !== '' && accepts(path) && existsSync(join(repository, path)))
    .sort();
}

export function isForeign(path: string): boolean {
  return foreignFolders.some((folder) => path.startsWith(folder));
}

export function isTypeScript(path: string): boolean {
  return path.endsWith('.ts') && !isForeign(path);
}

/** TypeScript of the product itself, without tests and tools. */
export function isProduct(path: string): boolean {
  return isTypeScript(path) && /^(base|engine|actions|orchestrator|schemas)\//.test(path);
}

export function readSource(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

/** The text with every comment blanked out, its lines kept; good enough for formatted code. */
export function withoutComments(source: string): string {
  const blank = (comment: string) => comment.replaceAll(/[^\n]/g, ' ');
  return source
    .replaceAll(/^\s*\/\*[\s\S]*?\*\//gm, blank)
    .replaceAll(/^\s*\/\/.*$/gm, blank)
    .replaceAll(/ \/\/ .*$/gm, blank);
}

export interface Import {
  /** As it is written, or the path from the repository's root for a relative one. */
  readonly target: string;
  readonly isTypeOnly: boolean;
}

const clause = String.raw`\b(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\sfrom\s*)?'([^']+)'`;
const dynamic = String.raw`\bimport\(\s*'([^']+)'\s*\)`;
const statement = new RegExp(`${clause}|${dynamic}`, 'g');

/** Every module that the file names in an import or re-export. */
export function importsOf(path: string): Import[] {
  const source = withoutComments(readSource(path));
  return [...source.matchAll(statement)].map((match) => {
    const specifier = match[2] ?? match[3] ?? '';
    const target = specifier.startsWith('.')
      ? normalize(join(dirname(path), specifier))
      : specifier;
    return { target, isTypeOnly: match[1] !== undefined };
  });
}

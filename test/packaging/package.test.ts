/** The package as its users get it: packed, installed into an empty folder, compiled. */
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { isProduct, listFiles, readSource } from '../hygiene/source-files.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const repository = join(import.meta.dirname, '..', '..');
const { version } = JSON.parse(readSource('package.json')) as { version: string };

interface PackedPackage {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

let packed: PackedPackage;
let folder: string;

beforeAll(() => {
  const directory = temporaryDirectory();
  const output = run('npm', ['pack', '--json', '--pack-destination', directory], repository);
  // Newer npm names each package; older npm lists them.
  const answer = JSON.parse(output.slice(output.search(/^[[{]/m))) as Record<string, PackedPackage>;
  packed = Object.values(answer)[0] as PackedPackage;
  folder = join(directory, 'empty');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const tarball = join(directory, packed.filename);
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], folder);
}, 600_000);

function run(command: string, arguments_: readonly string[], cwd: string): string {
  const options: ExecFileSyncOptionsWithStringEncoding = {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  };
  return execFileSync(command, arguments_, options);
}

/** Runs a program in the empty folder on this test's Node, and returns what it prints. */
function runProgram(name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(path, source);
  return run(process.execPath, [path], folder).trim();
}

test('holds what is needed, and neither sources nor tests', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'README.md',
      'bin/howdah.js',
      'dist/engine/index.js',
      'dist/bundle/main.mjs',
    ]),
  );
  const sources = paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
  expect(sources.filter((path) => !path.startsWith('workflows/'))).toEqual([]);
  expect(paths.filter((path) => path.startsWith('test/'))).toEqual([]);
});

test('an application imports it by name', () => {
  const program = `import { SparkConf, SparkContext } from 'howdah';
    console.log(typeof SparkConf, typeof SparkContext);`;
  expect(runProgram('app.js', program)).toBe('function function');
});

test('the command tells its version', () => {
  const command = join(folder, 'node_modules', '.bin', 'howdah');
  expect(run(command, ['--version'], folder).trim()).toContain(version);
});

test('a workflow runs to its end', () => {
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(
    join(app, 'workflow.xml'),
    `<workflow-app name="smallest" xmlns="uri:oozie:workflow:1.0">
       <start to="greet"/>
       <action name="greet">
         <shell xmlns="uri:oozie:shell-action:1.0"><exec>/bin/true</exec></shell>
         <ok to="end"/><error to="failed"/>
       </action>
       <kill name="failed"><message>failed</message></kill>
       <end name="end"/>
     </workflow-app>`,
  );
  const command = join(folder, 'node_modules', '.bin', 'howdah');
  const arguments_ = ['run', app, '--data-dir', join(folder, 'data')];
  expect(run(command, arguments_, folder)).toContain('SUCCEEDED');
});

test('every module that starts as a process or a thread is there, compiled', () => {
  const call = /siblingModule\(\s*import\.meta\.url,\s*'([^']+)'\s*\)/g;
  const started = listFiles(isProduct).flatMap((path) =>
    [...readSource(path).matchAll(call)].map((match) => join(path, '..', `${match[1]}.js`)),
  );
  expect(started.length).toBeGreaterThan(0);
  const installed = join(folder, 'node_modules', 'howdah', 'dist');
  expect(started.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
  const text = `import { siblingModule } from './node_modules/howdah/dist/base/sibling-module.js';
    console.log(siblingModule('file:///package/dist/a/b.js', './worker'));`;
  expect(runProgram('sibling.js', text)).toBe('/package/dist/a/worker.js');
});

test('no compiled module imports a source', () => {
  const installed = join(folder, 'node_modules', 'howdah');
  const modules = packed.files.map(({ path }) => path).filter((path) => path.endsWith('.js'));
  const importsSource = /(?:from|import\()\s*['"]\.[^'"]*\.ts['"]/;
  const wrong = modules.filter((path) =>
    importsSource.test(readFileSync(join(installed, path), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

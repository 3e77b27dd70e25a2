/**
 * Compiles the product into dist/ for the package: Node runs no TypeScript below node_modules. The
 * single modules are what applications import and what processes and worker threads start from.
 * Files that are read at run time lie beside the modules that read them, so they go along.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const folders = ['base', 'engine', 'actions', 'orchestrator'];

rmSync(dist, { recursive: true, force: true });
const compiler = join(root, 'node_modules', '.bin', 'tsc');
execFileSync(compiler, ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
for (const folder of folders) {
  for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    // Markdown explains the sources to their readers; nothing reads it at run time.
    if (!/\.\w+$/.test(path) || /\.(ts|md)$/.test(path)) continue;
    cpSync(join(root, folder, path), join(dist, folder, path));
  }
}

await bundle({
  root,
  directory: join(dist, 'bundle'),
  modulesDirectory: dist,
  moduleExtension: '.js',
});

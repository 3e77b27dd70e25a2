/**
 * Writes a partition as lines of text. Attempts write files of their own; a finished one is renamed
 * within the temporary directory, and the driver moves all of them when the job has succeeded.
 */
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type CompressionCodec, codecExtension, TextCompressor } from '../rdd/compression-codec.ts';
import { partFileName, TEMPORARY_DIRECTORY } from '../rdd/output-files.ts';
import type { BatchSource } from './batch-source.ts';
import { requireCommitPermission } from './commit-permission.ts';
import { asRows } from './row-iterator.ts';
import type { TaskRun } from './task-run.ts';

/** Lines are gathered to writes of about this many characters. */
const WRITE_CHARACTERS = 1 << 20;

export function saveText(
  source: BatchSource,
  { directory, codec }: { readonly directory: string; readonly codec?: CompressionCodec },
  run: TaskRun,
): undefined {
  const { partition, taskId } = run.task;
  const attempts = join(directory, TEMPORARY_DIRECTORY);
  mkdirSync(attempts, { recursive: true });
  const name = `${partFileName(partition)}${codec === undefined ? '' : codecExtension(codec)}`;
  const temporaryFile = join(attempts, `${name}.${taskId}`);
  const descriptor = openSync(temporaryFile, 'w');
  try {
    writeLines(source, descriptor, new TextCompressor(codec), run);
  } catch (error) {
    closeSync(descriptor);
    rmSync(temporaryFile, { force: true });
    throw error;
  }
  closeSync(descriptor);
  try {
    requireCommitPermission(run);
  } catch (error) {
    rmSync(temporaryFile, { force: true });
    throw error;
  }
  renameSync(temporaryFile, join(attempts, name));
  return undefined;
}

function writeLines(
  source: BatchSource,
  descriptor: number,
  compressor: TextCompressor,
  run: TaskRun,
): void {
  const rows = asRows(source);
  let text = '';
  const flush = (isLast = false) => {
    const bytes = compressor.compress(text, isLast);
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(descriptor, bytes, written, bytes.length - written);
    }
    run.metrics.output.bytesWritten += bytes.length;
    text = '';
  };
  for (let batch = rows.next(); batch !== undefined; batch = rows.next()) {
    run.checkKilled();
    for (const row of batch) {
      text += `${lineOf(row)}\n`;
    }
    run.metrics.output.recordsWritten += batch.length;
    if (text.length >= WRITE_CHARACTERS) {
      flush();
    }
  }
  flush(true);
}

/** Pairs and tuples as Scala prints them, `(a,1)`; objects as JSON; the rest as text. */
export function lineOf(row: unknown): string {
  if (typeof row === 'string') {
    return row;
  }
  if (Array.isArray(row)) {
    return `(${row.map(lineOf).join(',')})`;
  }
  const isPlainObject =
    typeof row === 'object' && row !== null && Object.getPrototypeOf(row) === Object.prototype;
  if (isPlainObject) {
    return JSON.stringify(row, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  }
  return row instanceof Date ? row.toISOString() : String(row);
}

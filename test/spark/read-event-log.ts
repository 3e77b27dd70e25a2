/** The events of an application's log, whatever its form. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SparkEvent } from '../../engine/event-log/spark-event-listener.ts';
import { decompressedFrames } from '../../engine/rdd/compression-codec.ts';

/** @param path a file, or the directory of a rolling log */
export function readEventLog(path: string): SparkEvent[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.startsWith('events_'))
        .sort((left, right) => numberOf(left) - numberOf(right))
        .map((name) => join(path, name))
    : [path];
  return files.flatMap((file) => {
    const bytes = readFileSync(file);
    const text = file.endsWith('.zstd') ? decompressedFrames(bytes) : bytes;
    const lines = text.toString().split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as SparkEvent);
  });
}

function numberOf(name: string): number {
  return Number(/^events_(\d+)_/.exec(name)?.[1]);
}

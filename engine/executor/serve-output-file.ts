/** Answers other executors with the files of a map output as they are, a piece at a time. */
import { open } from 'node:fs/promises';
import { mapOutputFiles } from '../shuffle/shuffle-file.ts';
import type { OutputFileAnswer, OutputFileRequest } from './block-exchange.ts';

/** Rejects for a file that is gone. */
export async function serveOutputFile(
  directory: string,
  { shuffleId, mapTaskId, file, offset }: OutputFileRequest,
  bytesMax: number,
): Promise<OutputFileAnswer> {
  const path = mapOutputFiles(directory, Number(shuffleId), Number(mapTaskId))[file];
  const source = await open(path, 'r');
  try {
    const { size } = await source.stat();
    const bytes = Buffer.allocUnsafeSlow(Math.min(bytesMax, Math.max(0, size - offset)));
    const { bytesRead } = await source.read(bytes, 0, bytes.length, offset);
    return { bytes: bytes.subarray(0, bytesRead), isLast: offset + bytesRead >= size };
  } finally {
    await source.close();
  }
}

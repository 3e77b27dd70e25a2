/** The peaks of an executor's memory and collections, by Spark's names. */

const names = [
  'JVMHeapMemory',
  'JVMOffHeapMemory',
  'OnHeapExecutionMemory',
  'OffHeapExecutionMemory',
  'OnHeapStorageMemory',
  'OffHeapStorageMemory',
  'OnHeapUnifiedMemory',
  'OffHeapUnifiedMemory',
  'DirectPoolMemory',
  'MappedPoolMemory',
  'ProcessTreeJVMVMemory',
  'ProcessTreeJVMRSSMemory',
  'ProcessTreePythonVMemory',
  'ProcessTreePythonRSSMemory',
  'ProcessTreeOtherVMemory',
  'ProcessTreeOtherRSSMemory',
  'MinorGCCount',
  'MinorGCTime',
  'MajorGCCount',
  'MajorGCTime',
  'TotalGCTime',
  'ConcurrentGCCount',
  'ConcurrentGCTime',
] as const;

/** The most that was seen of each; bytes, counts and milliseconds. */
export type ExecutorPeaks = Readonly<Record<string, number>>;

/** Zeros, as Spark shows for what was not measured. */
export const unknownPeaks: ExecutorPeaks = Object.fromEntries(names.map((name) => [name, 0]));

/**
 * Called for every task, and most raise nothing: they get the same peaks back.
 * @param more what was seen besides, of some of them
 */
export function raisedPeaks(peaks: ExecutorPeaks, more: ExecutorPeaks): ExecutorPeaks {
  if (more === peaks || more === unknownPeaks) {
    return peaks;
  }
  let raised: Record<string, number> | undefined;
  for (const name in more) {
    const value = more[name] ?? 0;
    if (value > (peaks[name] ?? 0)) {
      raised ??= { ...peaks };
      raised[name] = value;
    }
  }
  return raised ?? peaks;
}

/** Of this process. */
export function ownPeaks(): ExecutorPeaks {
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return {
    JVMHeapMemory: heapUsed,
    JVMOffHeapMemory: external,
    DirectPoolMemory: arrayBuffers,
    ProcessTreeJVMRSSMemory: rss,
  };
}

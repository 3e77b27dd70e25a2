/** Counts this thread's garbage collections, by Spark's names of executor metrics. */
import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';

interface CollectionEntry extends PerformanceEntry {
  readonly detail?: { readonly kind?: number };
}

export interface GarbageCollections {
  /** So many so far, and how many milliseconds they took. */
  counts(): Readonly<Record<string, number>>;
  stop(): void;
}

export function countGarbageCollections(): GarbageCollections {
  const minor = { count: 0, timeMs: 0 };
  const major = { count: 0, timeMs: 0 };
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as CollectionEntry[]) {
      const kind = entry.detail?.kind;
      const counted = kind === constants.NODE_PERFORMANCE_GC_MINOR ? minor : major;
      counted.count += 1;
      counted.timeMs += entry.duration;
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    counts: () => ({
      MinorGCCount: minor.count,
      MinorGCTime: Math.round(minor.timeMs),
      MajorGCCount: major.count,
      MajorGCTime: Math.round(major.timeMs),
      TotalGCTime: Math.round(minor.timeMs + major.timeMs),
    }),
    stop: () => observer.disconnect(),
  };
}

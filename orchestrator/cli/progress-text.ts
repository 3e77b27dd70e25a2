/** What a running driver tells of itself, in a few words. */
import type { ActionProgress } from '../api/native/views.ts';

/** `stage 2/3, tasks 5/8`, as far as the driver says so. */
export function describeProgress(progress: ActionProgress): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(progress)) {
    if (isCounted(value)) parts.push(`${name} ${value.done}/${value.total}`);
    else if (typeof value === 'string' || typeof value === 'number') parts.push(`${name} ${value}`);
  }
  return parts.join(', ');
}

function isCounted(value: unknown): value is { done: number; total: number } {
  return typeof value === 'object' && value !== null && 'done' in value && 'total' in value;
}

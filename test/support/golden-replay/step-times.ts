/** When the steps of a recording happened, as far as their answers tell. */
import type { RecordedStep } from './recorded-step.ts';

/**
 * For each step the time, in milliseconds since the epoch, at which the clock has to stand before
 * it; undefined where nothing tells. A submission happened when its job was created, which a later
 * answer about the job says.
 */
export function stepTimes(steps: readonly RecordedStep[]): readonly (number | undefined)[] {
  const created = new Map<string, number>();
  for (const { answer } of steps) {
    const job = jsonOf(answer?.body);
    const createdMs = Date.parse(String(job?.createdTime));
    const id = job?.id ?? job?.coordJobId ?? job?.bundleJobId;
    if (typeof id === 'string' && !Number.isNaN(createdMs)) created.set(id, createdMs);
  }
  return steps.map(({ method, answer }) => {
    const id = method === 'POST' ? jsonOf(answer?.body)?.id : undefined;
    return typeof id === 'string' ? created.get(id) : undefined;
  });
}

/** What answers about jobs of the three kinds call it. */
interface AnsweredJob {
  readonly id?: unknown;
  readonly coordJobId?: unknown;
  readonly bundleJobId?: unknown;
  readonly createdTime?: unknown;
}

function jsonOf(body: unknown): AnsweredJob | undefined {
  if (typeof body !== 'string' || !body.startsWith('{')) return undefined;
  return JSON.parse(body) as AnsweredJob;
}

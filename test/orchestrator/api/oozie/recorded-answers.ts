/** The recorded life of workflows on a real Oozie 5.2.1, as test data. */
import { readFileSync } from 'node:fs';

export interface RecordedStep {
  readonly step: string;
  readonly method: string;
  readonly path: string;
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | object;
  };
}

export type RecordedAction = Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly type: string;
};

export interface RecordedJob extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly actions: readonly RecordedAction[];
}

const fixture = new URL('../../../fixture/golden/', import.meta.url);

export function recordedSteps(
  file: 'live_workflow.json' | 'live_yarn.json',
): readonly RecordedStep[] {
  return JSON.parse(readFileSync(new URL(file, fixture), 'utf8')) as RecordedStep[];
}

/** The jobs of every `show=info` that was answered with one. */
export function recordedJobs(): readonly {
  readonly step: RecordedStep;
  readonly job: RecordedJob;
}[] {
  return [...recordedSteps('live_workflow.json'), ...recordedSteps('live_yarn.json')].flatMap(
    (step) => {
      const { status, body } = step.answer;
      if (status !== 200 || typeof body !== 'string' || !/show=info|job\/[^?]*$/.test(step.path)) {
        return [];
      }
      const job = JSON.parse(body) as RecordedJob;
      return 'actions' in job ? [{ step, job }] : [];
    },
  );
}

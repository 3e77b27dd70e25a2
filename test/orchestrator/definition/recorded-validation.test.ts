/** Every recorded answer of a real Oozie to a workflow definition, against ours. */
import { describe, expect, it } from 'vitest';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { readSubmission } from '../../../orchestrator/definition/read-submission.ts';
import { validateSchema } from '../../../orchestrator/definition/validate-schema.ts';
import {
  type RecordedCase,
  recordedCoordinators,
  recordedExamples,
  recordedWorkflows,
} from './recorded-cases.ts';

/** What a submission needs besides the definition; other parts decide these. */
const decidedElsewhere = new Map([
  ['root-name-el-missing', 'the name is an expression'],
  ['root-name-el-syntax', 'the name is an expression'],
  ['root-name-fn', 'the name is an expression'],
  ['root-name-wfid', 'the name is an expression'],
  ['root-name-wfconf', 'the name is an expression'],
  ['act-retry-el-missing', 'retry-max is an expression'],
  ['act-sla-badnominal', 'SLA times are evaluated'],
  ['sla/workflow.xml', 'SLA times are evaluated'],
  ['reserved-PB', 'reserved property of the job'],
  ['reserved-DAYS', 'reserved property of the job'],
  ['reserved-GROUPS', 'reserved property of the job'],
]);

/** Messages that hold what only a JVM would print. */
const messageDiffers = new Set(['fj-nested-crossing']);

function submit({ xml, props }: RecordedCase): HowdahError | undefined {
  try {
    readSubmission(xml, new Map(Object.entries(props)), {
      file: 'workflow.xml',
      format: 'xml',
      validateForkJoin: props['oozie.wf.validate.ForkJoin'] !== 'false',
      clusterDefaults: { nameNode: undefined, jobTracker: undefined },
    });
    return undefined;
  } catch (error) {
    if (error instanceof HowdahError) return error;
    throw error;
  }
}

const cases = [...recordedWorkflows(), ...recordedExamples()];

describe('the schema check', () => {
  it.each([...cases, ...recordedCoordinators()])(
    'answers for $id as it does',
    ({ xml, validate }) => {
      const [first] = validateSchema(xml, 'workflow.xml');
      expect(first?.code).toBe(validate.code);
    },
  );
});

describe('submission', () => {
  const decidedHere = cases.filter(({ id }) => !decidedElsewhere.has(id));

  it.each(decidedHere)('answers for $id as Oozie does', (recorded) => {
    const found = submit(recorded);
    expect(found?.code).toBe(recorded.submit.code);
    // The texts of schema errors are ours, as they say more.
    if (found === undefined || found.code === 'E0701' || messageDiffers.has(recorded.id)) return;
    if (found.code === 'E0700' || found.code === 'E0702') return;
    expect(found.codedMessage).toBe(recorded.submit.message);
  });

  it('leaves to others only cases that there are', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect([...decidedElsewhere.keys()].filter((id) => !ids.has(id))).toEqual([]);
  });
});

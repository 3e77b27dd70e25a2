/** What Oozie showed of its jobs is what we show of the same rows, field by field. */
import { describe, expect, test } from 'vitest';
import { dateFormat } from '../../../../orchestrator/api/oozie/oozie-date.ts';
import { oozieJson } from '../../../../orchestrator/api/oozie/oozie-json.ts';
import { workflowJobJson } from '../../../../orchestrator/api/oozie/workflow-job-json.ts';
import { recordedJobs } from './recorded-answers.ts';
import { actionRow, jobRow } from './recorded-rows.ts';

const recorded = recordedJobs().filter(({ step }) => !step.path.includes('timezone='));

/** Where an action is tracked differs: theirs on YARN, ours on this server. */
const trackedElsewhere = new Set(['trackerUri', 'consoleUrl']);

describe('recorded jobs', () => {
  test('there are many', () => {
    expect(recorded.length).toBeGreaterThan(80);
  });

  for (const [index, { step, job }] of recorded.entries()) {
    test(`${index} ${step.step}`, () => {
      const rows = job.actions.map((action) => actionRow(action, job.id));
      const ours = workflowJobJson(
        jobRow(job),
        rows,
        dateFormat(undefined),
        'http://localhost:11000',
      );
      const theirs = {
        ...job,
        actions: job.actions.map((action, at) => {
          const isOnYarn = action.type === 'shell' || action.type === 'java';
          const shown = (ours.actions as Record<string, unknown>[])[at] ?? {};
          const replaced = [...trackedElsewhere].map((name) => [name, shown[name]]);
          return isOnYarn ? { ...action, ...Object.fromEntries(replaced) } : action;
        }),
      };
      expect(ours).toEqual(theirs);
    });
  }

  test('slashes are written as Oozie writes them', () => {
    const [first] = recorded;
    const body = first?.step.answer.body as string;
    expect(oozieJson(JSON.parse(body))).toBe(body);
  });
});

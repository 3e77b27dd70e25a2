/** Tasks in columns are shown as they were told, whatever is forgotten in between. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noValues, taskNumberNames } from '../../../engine/ui/task-numbers.ts';
import type { StartedTask } from '../../../engine/ui/task-status.ts';
import { TaskTable } from '../../../engine/ui/task-table.ts';
import { WordList } from '../../../engine/ui/word-list.ts';

const startedTask: fc.Arbitrary<Omit<StartedTask, 'taskId'>> = fc.record({
  index: fc.nat(),
  attempt: fc.nat({ max: 5 }),
  partition: fc.nat(),
  launchMs: fc.integer({ min: 1, max: 2 ** 42 }),
  executorId: fc.constantFrom('driver', '0', '12'),
  host: fc.constantFrom('a', 'b'),
  locality: fc.constantFrom('PROCESS_LOCAL', 'ANY'),
  isSpeculative: fc.boolean(),
});

const endedTask = fc.record({
  status: fc.constantFrom('SUCCESS' as const, 'FAILED' as const, 'KILLED' as const),
  lengthMs: fc.integer({ min: 1, max: 1_000_000 }),
  metrics: fc.dictionary(fc.constantFrom(...taskNumberNames), fc.nat()),
  errorMessage: fc.option(fc.string(), { nil: undefined }),
});

const step = fc.record({ start: startedTask, end: fc.option(endedTask, { nil: undefined }) });

test('rows are what was told of their tasks', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (steps, max) => {
        const table = new TaskTable(new WordList(), max);
        const told = steps.map(({ start, end }, at) => {
          const taskId = at * 3;
          table.start({ ...start, taskId });
          if (end === undefined) {
            return { taskId, ...start, status: 'RUNNING' };
          }
          const { status, lengthMs, metrics, errorMessage } = end;
          const values = noValues();
          for (const [name, value] of Object.entries(metrics)) {
            values[taskNumberNames.indexOf(name as (typeof taskNumberNames)[number])] = value;
          }
          const finishMs = start.launchMs + lengthMs;
          table.end(taskId, { status, finishMs, values, errorMessage, accumulables: [] });
          return { taskId, ...start, status, durationMs: lengthMs, errorMessage, metrics };
        });
        const rows = table.rowsOf([]).map((row) => table.at(row));
        for (const row of rows) {
          const { metrics, ...task } = { metrics: {}, ...told[row.taskId / 3] };
          expect(row).toMatchObject(task);
          expect(row.numbers ?? {}).toMatchObject(metrics);
        }
        const ended = rows.filter(({ status }) => status !== 'RUNNING');
        expect(rows.length - ended.length).toBe(steps.filter(({ end }) => !end).length);
        expect(ended.length).toBeLessThanOrEqual(max + 1);
        const latest = told
          .filter(({ status }) => status !== 'RUNNING')
          .slice(-ended.length || Infinity);
        expect(ended.map(({ taskId }) => taskId)).toEqual(latest.map(({ taskId }) => taskId));
      },
    ),
  );
});

test('an end of a task that is not there changes nothing', () => {
  const table = new TaskTable(new WordList(), 10);
  const values = noValues();
  const end = { status: 'SUCCESS', finishMs: 5, values, errorMessage: undefined } as const;
  table.end(7, { ...end, accumulables: [] });
  expect(table.size).toBe(0);
});

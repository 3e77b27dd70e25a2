/** What is shown while a job runs, on a terminal and in a pipe. */
import { expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { JobScreen } from '../../../orchestrator/cli/job-screen.ts';
import type { Terminal } from '../../../orchestrator/cli/terminal.ts';
import { action } from './action-fixture.ts';

const startMs = Date.parse('2026-11-21T00:00:00Z');

test('in a pipe there is one line for each piece of news, and nothing is redrawn', () => {
  const { terminal, text } = recorder(false);
  const screen = new JobScreen(terminal, new ManualClock(startMs));
  screen.update({ actions: [action({ status: 'PREP' })] });
  screen.update({ actions: [action({ status: 'RUNNING' })] });
  screen.progress({ count: progress(1) });
  screen.progress({ count: progress(1) });
  const ended = action({ transition: 'end', endTime: '2026-11-21T00:00:02.000Z' });
  screen.update({ actions: [ended] });
  screen.update({ actions: [ended] });
  screen.close();
  expect(text()).toBe(
    [
      'RUNNING   count  stage 7 sum at a.ts:1: 1/8 tasks',
      'OK        count (shell) -> end  2.0s\n',
    ].join('\n'),
  );
});

test('an action that is tried again is shown each time that it ends', () => {
  const { terminal, text } = recorder(false);
  const screen = new JobScreen(terminal, new ManualClock(startMs));
  screen.update({ actions: [action({ status: 'ERROR', attempt: 1 })] });
  screen.update({ actions: [action({ status: 'OK', attempt: 2 })] });
  expect(text().split('\n')).toEqual(['ERROR     count (shell)', 'OK        count (shell)', '']);
});

test('on a terminal what runs is redrawn below what has ended', () => {
  const clock = new ManualClock(startMs);
  const { terminal, text, reset } = recorder(true);
  const screen = new JobScreen(terminal, clock);
  screen.update({ actions: [action({ status: 'RUNNING' })] });
  expect(text()).toBe('RUNNING   count (shell)  0.0s\n');
  reset();
  clock.advance(1_000);
  expect(text()).toContain('\u001b[1A\u001b[2KRUNNING   count (shell)  1.0s\n');
  screen.progress({ count: progress(2) });
  expect(text()).toContain('1.0s  stage 7 sum at a.ts:1: 2/8 tasks\n');
  reset();
  screen.update({ actions: [action({ transition: 'end' })] });
  expect(text()).toBe('\u001b[1A\u001b[2KOK        count (shell) -> end\n');
  screen.close();
});

function progress(tasksCompleted: number) {
  const stage = { stageId: 7, name: 'sum at a.ts:1', tasksCompleted, tasksTotal: 8 };
  return { jobsEnded: 0, stages: [stage] };
}

function recorder(isInteractive: boolean) {
  let written = '';
  const terminal: Terminal = {
    out: (line) => {
      written += `${line}\n`;
    },
    err: () => {},
    write: (text) => {
      written += text;
    },
    isInteractive,
    columns: 80,
  };
  const reset = () => {
    written = '';
  };
  return { terminal, text: () => written, reset };
}

/** Reruns in the state machine: what stays, what goes, and how paths pass what stays. */
import { describe, expect, it } from 'vitest';
import type { RerunEvent } from '../../../orchestrator/job/workflow-event.ts';
import { definitionOf, JobDriver, node } from './workflow-builder.ts';

function rerun(kept: readonly string[], change: Partial<RerunEvent> = {}): RerunEvent {
  const event = { kind: 'rerun', keepsChildren: false, suspendOnNodes: [] } as const;
  return { ...event, kept: new Set(kept), ...change };
}

const chain = definitionOf(
  node.start('a'),
  node.action('a', 'b', 'c'),
  node.action('b', 'end'),
  node.action('c', 'end'),
  node.kill(),
  node.end(),
);

describe('a rerun', () => {
  it('runs everything again when nothing is kept', () => {
    const driver = new JobDriver(chain).start().run('a').run('b', 'ERROR');
    expect(driver.state.job.status).toBe('KILLED');
    driver.nowMs = 2_000;
    driver.apply(rerun([]));
    expect(driver.statuses()).toEqual({ ':start:': 'OK', a: 'PREP' });
    expect(driver.state.job).toMatchObject({ status: 'RUNNING', run: 1, endedMs: undefined });
  });

  it('passes kept actions by the transition of their status', () => {
    const driver = new JobDriver(chain).start().run('a').run('b', 'ERROR');
    const before = driver.action('a');
    driver.apply(rerun(['a']));
    expect(driver.statuses()).toMatchObject({ a: 'OK', b: 'PREP' });
    expect(driver.action('a')).toEqual({ ...before, run: 1 });
    expect(driver.action('b').run).toBe(1);
  });

  it('takes the error transition of a kept failure, which is no last error any more', () => {
    const driver = new JobDriver(chain).start().run('a', 'ERROR').run('c', 'ERROR');
    driver.apply(rerun(['a']));
    expect(driver.statuses()).toMatchObject({ a: 'ERROR', c: 'PREP' });
    expect(driver.state.job.lastErrorNode).toBeUndefined();
  });

  it('keeps what no path reaches, and starts nothing of it', () => {
    const driver = new JobDriver(chain).start().run('a', 'ERROR').run('c');
    driver.apply(rerun(['c']));
    driver.run('a').run('b');
    expect(driver.state.job.status).toBe('SUCCEEDED');
    expect(driver.action('c')).toMatchObject({ status: 'OK', run: 0 });
  });

  it('counts the paths of a kept fork', () => {
    const forked = definitionOf(
      node.start('fork'),
      node.fork('fork', ['a', 'b']),
      node.action('a', 'join'),
      node.action('b', 'join'),
      node.join('join', 'end'),
      node.kill(),
      node.end(),
    );
    const driver = new JobDriver(forked).start().run('a').run('b', 'ERROR');
    expect(driver.state.job.status).toBe('KILLED');
    driver.apply(rerun([':start:', 'fork', 'a']));
    expect(driver.state.job.openPaths).toEqual({ '/fork/': 1 });
    driver.run('b');
    expect(driver.state.job.status).toBe('SUCCEEDED');
  });

  it('lists actions in order of entering, kept ones before new ones', () => {
    const driver = new JobDriver(chain).start().run('a').run('b', 'ERROR');
    driver.apply(rerun(['a']));
    const names = [...driver.state.actions.values()]
      .sort((one, other) => one.sequence - other.sequence)
      .map(({ name }) => name);
    expect(names).toEqual(['a', ':start:', 'b']);
  });

  it('still notices a loop', () => {
    const looping = definitionOf(
      node.start('a'),
      node.action('a', 'b'),
      node.action('b', 'a'),
      node.kill(),
      node.end(),
    );
    const driver = new JobDriver(looping).start().run('a').run('b');
    expect(driver.state.job.status).toBe('FAILED');
    driver.apply(rerun(['a', 'b']));
    expect(driver.state.job.status).toBe('FAILED');
  });

  it('suspends before nodes as it is told then', () => {
    const driver = new JobDriver(chain).start().run('a').run('b', 'ERROR');
    driver.apply(rerun(['a'], { suspendOnNodes: ['a', 'b'] }));
    expect(driver.state.job.status).toBe('SUSPENDED');
    expect(driver.action('b')).toMatchObject({ status: 'PREP', pending: false });
    driver.apply({ kind: 'resume' });
    driver.run('b');
    expect(driver.state.job.status).toBe('SUCCEEDED');
  });

  it('tells the message of a kept kill node again', () => {
    const driver = new JobDriver(chain).start().run('a').run('b', 'ERROR');
    driver.apply(rerun([':start:', 'a', 'b', 'fail']));
    expect(driver.state.job.status).toBe('KILLED');
    expect(driver.action('fail')).toMatchObject({ status: 'OK', errorMessage: 'killed', run: 1 });
  });
});

describe('the job of a sub-workflow', () => {
  const nested = definitionOf(
    node.start('a'),
    node.subWorkflow('a', 'end'),
    node.kill(),
    node.end(),
  );
  const childId = '0000002-260101000000000-test-W';

  function failed(): JobDriver {
    const driver = new JobDriver(nested).start().claim('a');
    driver.apply({ kind: 'started', name: 'a', attempt: 1, externalId: childId });
    const end = { kind: 'ended', name: 'a', attempt: 1, status: 'ERROR' } as const;
    driver.apply({ ...end, externalStatus: 'KILLED' });
    return driver;
  }

  it('is kept for a rerun of what failed', () => {
    const driver = failed();
    driver.apply(rerun([':start:'], { keepsChildren: true }));
    expect(driver.action('a')).toMatchObject({ status: 'PREP', externalId: childId, run: 1 });
  });

  it('is another one for a rerun of everything', () => {
    const driver = failed();
    driver.apply(rerun([]));
    expect(driver.action('a').externalId).toBeUndefined();
  });
});

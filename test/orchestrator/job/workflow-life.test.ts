/** Whole lives of jobs: forks, joins, retries, suspension and the ends that a job can come to. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRetrySettings } from '../../../orchestrator/job/retry-settings.ts';
import { definitionOf, JobDriver, node } from './workflow-builder.ts';

const chain = definitionOf(
  node.start('a'),
  node.action('a', 'b'),
  node.action('b', 'end'),
  node.kill(),
  node.end(),
);

function forkOf(branches: string[]) {
  return definitionOf(
    node.start('fork'),
    node.fork('fork', branches),
    ...branches.map((name) => node.action(name, 'join')),
    node.join('join', 'end'),
    node.kill(),
    node.end(),
  );
}

describe('a chain', () => {
  it('ends and starts in one change', () => {
    const driver = new JobDriver(chain).start().run('a');
    expect(driver.statuses()).toEqual({ ':start:': 'OK', a: 'OK', b: 'PREP' });
    expect(driver.action('a').transition).toBe('b');
    expect(driver.lastCommands).toEqual([{ kind: 'start-action', name: 'b' }]);
    driver.run('b');
    expect(driver.state.job).toMatchObject({ status: 'SUCCEEDED', endedMs: 1_000 });
  });

  it('takes the error transition and is killed with the message', () => {
    const driver = new JobDriver(chain).start().run('a', 'ERROR', '1');
    expect(driver.state.job).toMatchObject({ status: 'KILLED', lastErrorNode: 'a' });
    expect(driver.action('fail')).toMatchObject({
      status: 'OK',
      errorCode: 'E0729',
      errorMessage: 'killed',
    });
  });
});

describe('a fork', () => {
  it('joins exactly once, whatever the order of its branches', () => {
    const branches = Array.from({ length: 12 }, (_, index) => `branch-${index}`);
    fc.assert(
      fc.property(fc.shuffledSubarray(branches, { minLength: branches.length }), (order) => {
        const driver = new JobDriver(forkOf(branches)).start();
        for (const name of order.slice(0, -1)) {
          driver.run(name);
          expect(driver.state.actions.has('join')).toBe(false);
        }
        driver.run(order.at(-1) as string);
        expect(driver.state.job).toMatchObject({ status: 'SUCCEEDED', openPaths: {} });
        expect(driver.action('join').status).toBe('OK');
      }),
    );
  });

  it('stops its other branches when one of them fails', () => {
    const driver = new JobDriver(forkOf(['a', 'b', 'c'])).start().claim('b').run('a', 'ERROR');
    expect(driver.state.job.status).toBe('KILLED');
    expect(driver.action('b')).toMatchObject({ status: 'KILLED', pending: true });
    expect(driver.action('c')).toMatchObject({ status: 'KILLED', pending: false });
    expect(driver.lastCommands).toContainEqual({ kind: 'kill-action', name: 'b', attempt: 1 });
  });

  it('may lead straight to its join', () => {
    const definition = definitionOf(
      node.start('fork'),
      node.fork('fork', ['join', 'a']),
      node.action('a', 'join'),
      node.join('join', 'end'),
      node.end(),
    );
    const driver = new JobDriver(definition).start();
    expect(driver.state.actions.has('join')).toBe(false);
    driver.run('a');
    expect(driver.state.job.status).toBe('SUCCEEDED');
  });

  it('nests', () => {
    const definition = definitionOf(
      node.start('outer'),
      node.fork('outer', ['inner', 'c']),
      node.fork('inner', ['a', 'b']),
      node.action('a', 'inner-join'),
      node.action('b', 'inner-join'),
      node.join('inner-join', 'outer-join'),
      node.action('c', 'outer-join'),
      node.join('outer-join', 'end'),
      node.end(),
    );
    const driver = new JobDriver(definition).start().run('a').run('c').run('b');
    expect(driver.state.job).toMatchObject({ status: 'SUCCEEDED', openPaths: {} });
    expect(driver.action('a').executionPath).toBe('/outer/inner/');
  });
});

describe('suspension', () => {
  it('keeps the result of what runs and starts nothing new', () => {
    const driver = new JobDriver(chain).start().claim('a');
    driver.apply({ kind: 'suspend' });
    driver.apply({ kind: 'ended', name: 'a', attempt: 1, status: 'OK', externalStatus: 'OK' });
    expect(driver.statuses()).toEqual({ ':start:': 'OK', a: 'DONE' });
    driver.apply({ kind: 'resume' });
    expect(driver.statuses()).toEqual({ ':start:': 'OK', a: 'OK', b: 'PREP' });
  });

  it('refuses a claim and starts the action once resumed', () => {
    const driver = new JobDriver(chain).start();
    driver.apply({ kind: 'suspend' });
    driver.claim('a');
    expect(driver.action('a').status).toBe('PREP');
    driver.apply({ kind: 'resume' });
    expect(driver.lastCommands).toContainEqual({ kind: 'start-action', name: 'a' });
  });

  it('happens by itself before the listed nodes', () => {
    const driver = new JobDriver(chain, { suspendOnNodes: ['b'] }).start().run('a');
    expect(driver.state.job.status).toBe('SUSPENDED');
    expect(driver.action('b')).toMatchObject({ status: 'PREP', pending: false });
    driver.apply({ kind: 'resume' });
    driver.run('b');
    expect(driver.state.job.status).toBe('SUCCEEDED');
  });
});

describe('retries', () => {
  const transient = {
    kind: 'failed',
    name: 'a',
    attempt: undefined,
    phase: 'start',
    errorClass: 'TRANSIENT',
    errorCode: 'JA006',
    errorMessage: 'refused',
  } as const;

  it('of transient failures end in START_MANUAL, from where resume starts afresh', () => {
    const driver = new JobDriver(chain).start();
    for (let used = 1; used <= defaultRetrySettings.transientMax; used++) {
      driver.apply(transient);
      expect(driver.action('a')).toMatchObject({ status: 'START_RETRY', retries: used });
      driver.apply({ kind: 'retry-due', name: 'a' });
    }
    driver.apply(transient);
    expect(driver.action('a').status).toBe('START_MANUAL');
    expect(driver.state.job.status).toBe('SUSPENDED');
    driver.apply({ kind: 'resume' });
    expect(driver.action('a')).toMatchObject({ status: 'PREP', retries: 0, pending: true });
  });

  it('that the definition asks for count attempts and wait their interval', () => {
    const retry = { max: 2, intervalMinutes: 3, policy: 'exponential' } as const;
    const driver = new JobDriver(chain).start();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      driver.apply({ kind: 'claim', name: 'a', owner: 'server', conf: '', retry });
      expect(driver.action('a').attempt).toBe(attempt);
      driver.apply({
        kind: 'ended',
        name: 'a',
        attempt,
        status: 'ERROR',
        externalStatus: 'FAILED/KILLED',
        errorCode: 'JA018',
      });
      const { status, dueMs } = driver.action('a');
      if (status !== 'USER_RETRY') break;
      waits.push((dueMs ?? 0) - driver.nowMs);
      driver.apply({ kind: 'retry-due', name: 'a' });
    }
    expect(waits).toEqual([180_000, 360_000]);
    expect(driver.state.job.status).toBe('KILLED');
  });
});

describe('a graph that was not checked', () => {
  it('fails the job when a node is entered twice', () => {
    const definition = definitionOf(
      node.start('a'),
      node.action('a', 'b'),
      node.action('b', 'a'),
      node.end(),
    );
    const driver = new JobDriver(definition).start().run('a').run('b');
    expect(driver.state.job.status).toBe('FAILED');
    expect(driver.lastCommands).toContainEqual(
      expect.objectContaining({
        kind: 'report-error',
        error: expect.objectContaining({ code: 'E0709' }),
      }),
    );
  });

  it('ends when one branch reaches the end', () => {
    const definition = definitionOf(
      node.start('fork'),
      node.fork('fork', ['a', 'b']),
      node.action('a', 'end'),
      node.action('b', 'end'),
      node.end(),
    );
    const driver = new JobDriver(definition).start().claim('b').run('a');
    expect(driver.state.job.status).toBe('SUCCEEDED');
    expect(driver.action('b').status).toBe('KILLED');
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkGraph } from '../../../../orchestrator/definition/graph/check-graph.ts';
import { firstProblem, type Problem } from '../../../../orchestrator/definition/problem.ts';
import {
  readWorkflow,
  validateWorkflowText,
} from '../../../../orchestrator/definition/read-workflow.ts';
import type * as Graph from '../../../../orchestrator/definition/workflow-definition.ts';
import { chain, decisions, type NodeShape, nestedForks, workflowText } from './graph-text.ts';

const file = 'w.xml';

function read(text: string): Graph.WorkflowDefinition {
  const limits = { sizeBytesMax: 100_000_000 };
  const { definition, problems } = readWorkflow(text, { file, limits });
  expect(problems).toEqual([]);
  return definition as Graph.WorkflowDefinition;
}

function problemsOf(start: string, nodes: readonly NodeShape[]): Problem[] {
  return validateWorkflowText(workflowText(start, nodes), { file, validateForkJoin: true });
}

describe('random graphs', () => {
  interface RecordedGraph {
    readonly start: string;
    readonly nodes: readonly NodeShape[];
    readonly code: string | null;
    readonly message: string | null;
  }
  const recorded: RecordedGraph[] = JSON.parse(
    readFileSync(new URL('../../../fixture/graphs/recorded-graphs.json', import.meta.url), 'utf8'),
  );

  it.each(recorded.map((graph, index) => ({ index, ...graph })))(
    'number $index gets the verdict of a real Oozie: $code',
    ({ start, nodes, code, message }) => {
      const { definition, problems } = readWorkflow(workflowText(start, nodes), { file });
      const found = firstProblem([
        ...problems,
        ...(definition ? checkGraph(definition, { validateForkJoin: true }) : []),
      ]);
      expect(found?.code ?? null).toBe(code);
      // Joins are listed in the order of a Java hash map; a fork's name is an object's address.
      if (found === undefined || code === 'E0757' || code === 'E0758') return;
      expect(`${code}: ${found.message}`).toBe(message);
    },
  );
});

describe('every problem of a graph', () => {
  it('is told with the place of the transition', () => {
    const problems = problemsOf('a', [
      ['act', 'a', 'b', 'nope'],
      ['act', 'b', 'a', 'fial'],
    ]);
    expect(problems.map(({ code, position, mend }) => [code, position.line, mend])).toEqual([
      ['E0708', 2, 'add a node named nope, or lead to one that exists'],
      ['E0707', 3, 'workflows have no loops: use the retry-max attribute, or a coordinator'],
      ['E0708', 3, 'did you mean fail?'],
    ]);
    expect(problems[0]?.position.column).toBe(42);
  });

  it('is told once, however many paths lead to it', () => {
    const problems = problemsOf('f', [
      ['fork', 'f', 'd', 'b'],
      ['dec', 'd', 'x', 'y'],
      ['act', 'x', 'z'],
      ['act', 'y', 'z'],
      ['act', 'z', 'end'],
      ['act', 'b', 'j'],
      ['join', 'j', 'end'],
    ]);
    expect(problems.map(({ code, node }) => [code, node])).toEqual([['E0737', 'z']]);
  });

  it('includes nodes that nothing leads to, as warnings', () => {
    const problems = problemsOf('a', [
      ['act', 'a', 'end', 'end'],
      ['act', 'b', 'end'],
    ]);
    expect(problems.map(({ code, severity, node }) => [code, severity, node])).toEqual([
      ['HOWDAH_UNREACHABLE_NODE', 'warning', 'b'],
      ['HOWDAH_UNREACHABLE_NODE', 'warning', 'fail'],
    ]);
    expect(firstProblem(problems)).toBeUndefined();
  });

  it('counts forks and joins only with validation of pairs', () => {
    const text = workflowText('f', [
      ['fork', 'f', 'a', 'b'],
      ['act', 'a', 'end'],
      ['act', 'b', 'end'],
    ]);
    const codes = (validateForkJoin: boolean) =>
      checkGraph(read(text), { validateForkJoin }).map(({ code }) => code);
    expect(codes(true)).toEqual(['E0730']);
    expect(codes(false)).toEqual([]);
  });
});

describe('name node and job tracker', () => {
  const shell = '<shell xmlns="uri:oozie:shell-action:1.0"><exec>x</exec></shell>';
  const definition = () => read(workflowText('a', [['act', 'a', 'end']]).replace('<fs/>', shell));
  const codes = (clusterDefaults: {
    nameNode: string | undefined;
    jobTracker: string | undefined;
  }) =>
    checkGraph(definition(), { validateForkJoin: true, clusterDefaults }).map(
      ({ message }) => message,
    );

  it('are demanded where the server has no defaults', () => {
    expect(codes({ nameNode: undefined, jobTracker: undefined })[0]).toContain('name-node');
    expect(codes({ nameNode: 'file:///', jobTracker: undefined })[0]).toContain('job-tracker');
    expect(codes({ nameNode: 'file:///', jobTracker: 'local' })).toEqual([]);
  });

  it('are not demanded if nobody asks', () => {
    expect(checkGraph(definition(), { validateForkJoin: true })).toEqual([]);
  });
});

/** Reads of nodes that a check makes: its work, counted without a clock. */
function countSteps(definition: Graph.WorkflowDefinition): number {
  let steps = 0;
  const nodes = new Map(definition.nodes);
  const get = nodes.get.bind(nodes);
  nodes.get = (name) => {
    steps++;
    return get(name);
  };
  expect(checkGraph({ ...definition, nodes }, { validateForkJoin: true })).toEqual([]);
  return steps;
}

describe('the work of checking a graph', () => {
  it.each([
    ['a chain', chain, 100],
    ['decisions in a row', decisions, 100],
    ['wide nested forks', (size: number) => nestedForks(size, 2), 10],
  ])('grows with the size of %s and not with its paths', (_, build, size) => {
    const [small, large] = [read(build(size)), read(build(size * 3))];
    const growth = large.nodes.size / small.nodes.size;
    expect(countSteps(large) / countSteps(small)).toBeLessThan(growth * 1.1);
  });

  it('is bounded for 12-way forks nested 4 deep', () => {
    const definition = read(nestedForks(12, 4));
    expect(countSteps(definition)).toBeLessThan(definition.nodes.size * 8);
  });

  it('needs no stack: 30,000 actions in a chain', () => {
    expect(checkGraph(read(chain(30_000)), { validateForkJoin: true })).toEqual([]);
  });
});

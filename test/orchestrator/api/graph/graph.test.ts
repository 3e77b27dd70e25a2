/** Graphs of jobs; the texts in Graphviz's language are what a real Oozie 5.2.1 answered. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { drawGraph } from '../../../../orchestrator/api/graph/draw-graph.ts';
import { layOutGraph } from '../../../../orchestrator/api/graph/graph-layout.ts';
import { graphOfDefinition } from '../../../../orchestrator/api/graph/read-workflow-graph.ts';
import {
  type ActionState,
  type WorkflowGraph,
  workflowGraph,
} from '../../../../orchestrator/api/graph/workflow-graph.ts';
import { readWorkflow } from '../../../../orchestrator/definition/read-workflow.ts';

function definitionOf(nodes: string) {
  const text = `<workflow-app xmlns="uri:oozie:workflow:1.0" name="demo">${nodes}</workflow-app>`;
  const { definition } = readWorkflow(text, { file: 'workflow.xml' });
  if (definition === undefined) throw new Error('the definition cannot be read');
  return definition;
}

const action = (name: string, ok: string, error: string) =>
  `<action name="${name}"><fs><mkdir path="/x"/></fs><ok to="${ok}"/><error to="${error}"/></action>`;

const forked = definitionOf(
  '<start to="f"/><fork name="f"><path start="a"/><path start="d"/></fork>' +
    action('a', 'j', 'k') +
    '<decision name="d"><switch><case to="b">${1 eq 2}</case><default to="c"/></switch></decision>' +
    action('b', 'j', 'k') +
    action('c', 'j', 'k') +
    '<join name="j" to="e"/><kill name="k"><message>m</message></kill><end name="e"/>',
);

const chained = definitionOf(
  `<start to="a"/>${action('a', 'e', 'b')}${action('b', 'c', 'k')}${action('c', 'd', 'k')}` +
    '<decision name="d"><switch><case to="k">${1 eq 1}</case><default to="e"/></switch></decision>' +
    '<kill name="k"><message>m</message></kill><end name="e"/>',
);

const state = (name: string, status: string, transition: string | null = null): ActionState => ({
  ...{ name, status, transition },
});

const dot = async (graph: WorkflowGraph) => String((await drawGraph(graph, 'dot')).content);

describe('what Oozie answered', () => {
  test.each([
    ['plain', false],
    ['show-kill', true],
  ])('of nodes in another order than that of their names: %s', async (name, showsKill) => {
    const fixture = (file: string) =>
      readFileSync(join(import.meta.dirname, '../../../fixture/oozie-dot', file), 'utf8');
    const actions = [
      state(':start:', 'OK', 'choose'),
      state('choose', 'OK', 'split'),
      state('split', 'OK', '*'),
      state('a', 'OK', 'meet'),
      state('b', 'OK', 'meet'),
      state('meet', 'OK', 'last'),
      state('last', 'OK', 'end'),
      state('end', 'OK'),
    ];
    const source = { text: fixture('workflow.xml'), format: 'xml' } as const;
    const graph = graphOfDefinition(source, actions, { showsKill });
    expect(await dot(graph)).toBe(fixture(`${name}.dot`));
  });

  const succeeded = ['f', 'a', 'd', 'c', 'j', 'e'].map((name) => state(name, 'OK'));

  test('for a fork, without transitions to kill nodes', async () => {
    expect(await dot(workflowGraph(forked, succeeded, { showsKill: false }))).toBe(
      `digraph {
graph ["rankdir"="TB"]
"start" ["shape"="circle","color"="black"]
"f" ["shape"="triangle","color"="green"]
"a" ["shape"="rectangle","color"="green"]
"d" ["shape"="diamond","color"="green"]
"j" ["shape"="invtriangle","color"="green"]
"b" ["shape"="rectangle","color"="black"]
"c" ["shape"="rectangle","color"="green"]
"e" ["shape"="doublecircle","color"="green"]
"k" ["shape"="octagon","color"="black"]
"start" -> "f" ["color"="green"]
"f" -> "a" ["color"="green"]
"f" -> "d" ["color"="green"]
"a" -> "j" ["color"="green"]
"d" -> "b" ["color"="black"]
"d" -> "c" ["color"="green"]
"j" -> "e" ["color"="green"]
"b" -> "j" ["color"="green"]
"c" -> "j" ["color"="green"]
}`,
    );
  });

  test('for the same, with transitions to kill nodes', async () => {
    const text = await dot(workflowGraph(forked, succeeded, { showsKill: true }));
    expect(text.split('\n').slice(6, 11)).toEqual([
      '"j" ["shape"="invtriangle","color"="green"]',
      '"k" ["shape"="octagon","color"="black"]',
      '"b" ["shape"="rectangle","color"="black"]',
      '"c" ["shape"="rectangle","color"="green"]',
      '"e" ["shape"="doublecircle","color"="green"]',
    ]);
    expect(text).toContain('"c" -> "j" ["color"="green"]\n"c" -> "k" ["color"="black"]\n}');
  });

  test('for an action that failed and one that waits', async () => {
    const actions = [
      ...[state(':start:', 'OK', 'a'), state('a', 'ERROR', 'b'), state('b', 'OK', 'c')],
      state('c', 'PREP'),
    ];
    expect(await dot(workflowGraph(chained, actions, { showsKill: true }))).toBe(
      `digraph {
graph ["rankdir"="TB"]
"start" ["shape"="circle","color"="black"]
"a" ["shape"="rectangle","color"="red"]
"b" ["shape"="rectangle","color"="green"]
"e" ["shape"="doublecircle","color"="black"]
"c" ["shape"="rectangle","color"="grey"]
"k" ["shape"="octagon","color"="black"]
"d" ["shape"="diamond","color"="black"]
"start" -> "a" ["color"="red"]
"a" -> "b" ["color"="green"]
"a" -> "e" ["color"="black"]
"b" -> "c" ["color"="grey"]
"b" -> "k" ["color"="black"]
"c" -> "d" ["color"="black"]
"c" -> "k" ["color"="black"]
"d" -> "e" ["color"="black"]
"d" -> "k" ["color"="black"]
}`,
    );
  });
});

test('which ways were taken', () => {
  const actions = [
    ...[state(':start:', 'OK', 'f'), state('f', 'OK', 'a'), state('a', 'OK', 'j')],
    ...[state('d', 'OK', 'c'), state('c', 'RUNNING')],
  ];
  const { edges } = workflowGraph(forked, actions, { showsKill: true });
  const taken = edges.filter(({ isTaken }) => isTaken).map(({ from, to }) => `${from} ${to}`);
  expect(taken).toEqual([':start: f', 'f a', 'f d', 'a j', 'd c']);
});

/** Graphs of any shape, names of any kind. */
const graphs = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 12 })
  .chain((names) => {
    const name = fc.constantFrom(...names);
    const kind = fc.constantFrom(
      ...(['start', 'end', 'kill', 'decision', 'fork', 'join', 'action'] as const),
    );
    const transition = fc.constantFrom('ok' as const, 'error' as const, undefined);
    return fc.record({
      nodes: fc.tuple(
        ...names.map((one) =>
          fc.record({
            name: fc.constant(one),
            kind,
            type: fc.constant(undefined),
            status: fc.constantFrom('OK', 'ERROR', 'RUNNING', 'PREP', undefined),
          }),
        ),
      ),
      edges: fc.array(fc.record({ from: name, to: name, transition, isTaken: fc.boolean() }), {
        maxLength: 20,
      }),
    });
  });

describe('any graph', () => {
  test('is laid out within its bounds, nodes apart', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const placed = layOutGraph(graph);
        for (const [at, { center, width, height }] of placed.nodes.entries()) {
          expect(center.x - width / 2).toBeGreaterThanOrEqual(0);
          expect(center.x + width / 2).toBeLessThanOrEqual(placed.width);
          expect(center.y + height / 2).toBeLessThanOrEqual(placed.height);
          for (const other of placed.nodes.slice(at + 1)) {
            const isApart =
              Math.abs(center.x - other.center.x) >= (width + other.width) / 2 ||
              Math.abs(center.y - other.center.y) >= (height + other.height) / 2;
            expect(isApart).toBe(true);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('becomes well-formed SVG that names every node', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (graph) => {
        const svg = String((await drawGraph(graph, 'svg')).content);
        expect(XMLValidator.validate(svg)).toBe(true);
        const { svg: root } = new XMLParser({ isArray: (name) => name === 'g' }).parse(svg);
        expect(root.g).toHaveLength(graph.nodes.length + graph.edges.length);
      }),
      { numRuns: 50 },
    );
  });
});

test('a picture', async () => {
  const graph = workflowGraph(forked, [], { showsKill: true });
  const { contentType, content } = await drawGraph(graph, 'png');
  expect(contentType).toBe('image/png');
  const bytes = content as Buffer;
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const placed = layOutGraph(graph);
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([placed.width, placed.height]);
});

test('a graph that is too large is refused as a drawing only', async () => {
  const nodes = Array.from({ length: 401 }, (_, at) => ({
    ...{ name: `n${at}`, kind: 'action' as const, type: 'fs', status: undefined },
  }));
  await expect(drawGraph({ nodes, edges: [] }, 'svg')).rejects.toMatchObject({ code: 'E0307' });
  expect(await dot({ nodes, edges: [] })).toContain('"n400"');
});

/** Writes workflow definitions of given shapes, for tests of the graph. */

/** `[kind, name, targets…]`, as in test/fixture/graphs/README.md. */
export type NodeShape = readonly ['act' | 'fork' | 'join' | 'dec', string, ...string[]];

export function workflowText(start: string, nodes: readonly NodeShape[]): string {
  return `<workflow-app xmlns="uri:oozie:workflow:1.0" name="t"><start to="${start}"/>
${nodes.map(nodeText).join('\n')}
<kill name="fail"><message>m</message></kill>
<end name="end"/></workflow-app>`;
}

function nodeText([kind, name, ...targets]: NodeShape): string {
  switch (kind) {
    case 'act':
      return [
        `<action name="${name}"><fs/>`,
        `<ok to="${targets[0]}"/><error to="${targets[1] ?? 'fail'}"/></action>`,
      ].join('');
    case 'join':
      return `<join name="${name}" to="${targets[0]}"/>`;
    case 'fork': {
      const paths = targets.map((target) => `<path start="${target}"/>`);
      return `<fork name="${name}">${paths.join('')}</fork>`;
    }
    case 'dec': {
      const cases = targets.slice(0, -1).map((target) => `<case to="${target}">x</case>`);
      const last = `<default to="${targets.at(-1)}"/>`;
      return `<decision name="${name}"><switch>${cases.join('')}${last}</switch></decision>`;
    }
  }
}

/** A chain of that many actions. */
export function chain(length: number): string {
  const nodes = Array.from(
    { length },
    (_, index): NodeShape => ['act', `a${index}`, index + 1 < length ? `a${index + 1}` : 'end'],
  );
  return workflowText('a0', nodes);
}

/** Decisions in a row, each with two actions that meet again at the next. */
export function decisions(length: number): string {
  const nodes = Array.from({ length }, (_, index): NodeShape[] => {
    const next = index + 1 < length ? `d${index + 1}` : 'end';
    return [
      ['dec', `d${index}`, `x${index}`, `y${index}`, next],
      ['act', `x${index}`, next],
      ['act', `y${index}`, next],
    ];
  });
  return workflowText('d0', nodes.flat());
}

/** Forks of that many branches, nested that deep, with actions at the bottom. */
export function nestedForks(width: number, depth: number): string {
  const nodes: NodeShape[] = [];
  let count = 0;
  const build = (level: number, exit: string): string => {
    const id = count++;
    if (level === 0) {
      nodes.push(['act', `a${id}`, exit]);
      return `a${id}`;
    }
    const branches = Array.from({ length: width }, () => build(level - 1, `j${id}`));
    nodes.push(['fork', `f${id}`, ...branches], ['join', `j${id}`, exit]);
    return `f${id}`;
  };
  return workflowText(build(depth, 'end'), nodes);
}

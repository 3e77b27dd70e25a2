/**
 * Random graphs, right and wrong, and definitions in which something small is changed: an element
 * left out, doubled, moved or renamed, an attribute or a text replaced. All of it is text, as no
 * reader of XML may stand between the definition and those who judge it.
 */
import { RandomChoice } from '../oozie-search/random-choice.ts';

const attributeValues = [
  ...[
    '',
    ' ',
    'a b',
    'end',
    'fail',
    'start',
    'n0',
    'n1',
    '${name}',
    '${absent}',
    '1',
    '-1',
    'true',
  ],
  ...[
    '${1 +}',
    '${wf:id()}',
    "${concat('a','b')}",
    'ü',
    'a.b',
    '9x',
    '_x',
    'x'.repeat(129),
    '&lt;',
  ],
  ...['uri:oozie:workflow:0.1', 'uri:oozie:workflow:0.4', 'uri:oozie:workflow:1.0'],
];

const texts = [
  ...['', ' ', 'x', '1', '${name}', '${absent}', '${wf:id()}', '${no:such()}', '${1 &lt; 2}', '${'],
  ...['<![CDATA[x]]>', '<![CDATA[${1 < 2}]]>', '&amp;', '<!-- c -->', '<x/>', 'a\nb', '&#65;', '}'],
  ...["${wf:conf('amp')}", '${amp}', '${1 > 2}', '${"a"}', "${'a'}", '${fs:exists("/")}', '${tag}'],
  ...["${wf:conf('tag')}", "${wf:actionData('n0')['k']}", "${hadoop:counters('n0')}", '#{name}'],
];

const names = [
  ...'start end kill fork join decision action switch case default path message ok error'.split(
    ' ',
  ),
  ...'fs shell java email name-node job-tracker configuration property name value exec arg'.split(
    ' ',
  ),
  ...'global parameters credentials credential mkdir delete prepare file archive script'.split(' '),
];

/** @returns the definition with one to three changes */
export function mutatedDefinition(random: () => number, definition: string): string {
  const choice = new RandomChoice(random);
  let text = definition;
  for (let count = 1 + choice.below(3); count > 0; count--) text = mutate(choice, text);
  return text;
}

/** Opening tags, closing tags and empty ones; the declaration and comments are left alone. */
const tag = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

function mutate(choice: RandomChoice, text: string): string {
  const tags = [...text.matchAll(tag)];
  if (tags.length === 0) return text;
  const found = choice.pick(tags);
  const at = found.index;
  const end = endOfElement(text, tags, found);
  const kind = choice.below(10);
  if (kind < 3) return changeAttribute(choice, text, found);
  if (kind === 3) return text.slice(0, at) + text.slice(end);
  if (kind === 4) return text.slice(0, end) + text.slice(at, end) + text.slice(end);
  if (kind === 5) return moveElement(choice, text, at, end);
  if (kind === 6) return renameElement(choice, text, at, end, found[2] ?? '');
  if (kind === 7) return text.slice(0, at) + choice.pick(texts) + text.slice(at);
  return changeText(choice, text, tags);
}

function endOfElement(text: string, tags: RegExpExecArray[], found: RegExpExecArray): number {
  const after = found.index + found[0].length;
  if (found[1] === '/' || found[4] === '/') return after;
  let depth = 0;
  for (const one of tags.slice(tags.indexOf(found))) {
    if (one[1] === '/') depth--;
    else if (one[4] !== '/') depth++;
    if (depth === 0) return one.index + one[0].length;
  }
  return text.length;
}

function changeAttribute(choice: RandomChoice, text: string, found: RegExpExecArray): string {
  const attributes = [...(found[3] ?? '').matchAll(/\s+([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g)];
  const offset = found.index + 1 + (found[1] ?? '').length + (found[2] ?? '').length;
  if (attributes.length === 0 || choice.chance(0.1)) {
    if (found[1] === '/') return text;
    const name = choice.pick(['name', 'to', 'start', 'retry-max', 'retry-interval', 'cred', 'x']);
    const added = ` ${name}="${choice.pick(attributeValues)}"`;
    return text.slice(0, offset) + added + text.slice(offset);
  }
  const one = choice.pick(attributes);
  const at = offset + one.index;
  const rest = text.slice(at + one[0].length);
  if (choice.chance(0.25)) return text.slice(0, at) + rest;
  return `${text.slice(0, at)} ${one[1]}="${choice.pick(attributeValues)}"${rest}`;
}

function moveElement(choice: RandomChoice, text: string, at: number, end: number): string {
  const without = text.slice(0, at) + text.slice(end);
  const places = [...without.matchAll(tag)];
  if (places.length === 0) return text;
  const place = choice.pick(places).index;
  return without.slice(0, place) + text.slice(at, end) + without.slice(place);
}

function renameElement(
  choice: RandomChoice,
  text: string,
  at: number,
  end: number,
  old: string,
): string {
  const renamed = choice.pick(names);
  const element = text.slice(at, end);
  const opened = element.replace(`<${old}`, `<${renamed}`);
  const closing = `</${old}>`;
  return (
    text.slice(0, at) +
    (opened.endsWith(closing) ? `${opened.slice(0, -closing.length)}</${renamed}>` : opened) +
    text.slice(end)
  );
}

function changeText(choice: RandomChoice, text: string, tags: RegExpExecArray[]): string {
  const leaves = tags.filter((one, index) => {
    const next = tags[index + 1];
    return one[1] !== '/' && one[4] !== '/' && next?.[1] === '/' && next[2] === one[2];
  });
  if (leaves.length === 0) return text;
  const leaf = choice.pick(leaves);
  const from = leaf.index + leaf[0].length;
  const to = text.indexOf(`</${leaf[2]}`, from);
  return text.slice(0, from) + choice.pick(texts) + text.slice(to);
}

/** A graph of nodes that lead to each other; in half of them one way goes somewhere else. */
export function randomGraph(random: () => number): string {
  const choice = new RandomChoice(random);
  const nodes: string[] = [];
  let count = 0;
  const next = () => `n${count++}`;
  /** Writes nodes that begin with the name it returns and end in `to`. */
  const block = (to: string, depth: number): string => {
    const kind = depth === 0 ? 0 : choice.below(8);
    if (kind < 3) {
      const name = next();
      const error = choice.either(0.8, 'fail', to);
      nodes.push(action(name, to, error));
      return name;
    }
    if (kind < 5) return block(block(to, depth - 1), depth - 1);
    const name = next();
    if (kind < 7) {
      const join = next();
      nodes.push(`<join name="${join}" to="${to}"/>`);
      const paths = Array.from({ length: 1 + choice.below(3) }, () => block(join, depth - 1));
      nodes.push(
        `<fork name="${name}">${paths.map((one) => `<path start="${one}"/>`).join('')}</fork>`,
      );
      return name;
    }
    const cases = Array.from({ length: 1 + choice.below(2) }, () =>
      choice.either(0.3, to, block(to, depth - 1)),
    );
    const other = choice.pick(['fail', to, block(to, depth - 1), 'end']);
    nodes.push(
      `<decision name="${name}"><switch>${cases.map((one) => `<case to="${one}">true</case>`).join('')}` +
        `<default to="${other}"/></switch></decision>`,
    );
    return name;
  };
  const start = block('end', 3);
  let text = [
    '<workflow-app xmlns="uri:oozie:workflow:0.5" name="app">',
    `<start to="${start}"/>`,
    ...nodes,
    '<kill name="fail"><message>m</message></kill><end name="end"/></workflow-app>',
  ].join('\n');
  for (let wrong = choice.below(3); wrong > 0; wrong--) {
    const ways = [...text.matchAll(/(?:to|start|name)="([^"]*)"/g)].slice(1);
    const way = choice.pick(ways);
    const target = choice.pick([
      ...Array.from({ length: count }, (_, one) => `n${one}`),
      'end',
      'fail',
      'nope',
    ]);
    const changed = way[0].replace(/"[^"]*"/, `"${target}"`);
    text = text.slice(0, way.index) + changed + text.slice(way.index + way[0].length);
  }
  return text;
}

function action(name: string, ok: string, error: string): string {
  return `<action name="${name}"><fs/><ok to="${ok}"/><error to="${error}"/></action>`;
}

/** Random expressions of EL, right and wrong: every operator, literal and function with odd operands. */
import type { RandomSource } from '../coordinator-oracle/random-source.ts';

/** The variables of all expressions. */
export const expressionProperties: Readonly<Record<string, string>> = {
  ...{ a: 'A', b: 'B', n: '42', neg: '-3', f: '1.5', sp: '  pad  ', t: 'true', fa: 'FALSE' },
  ...{ uni: 'é日', amp: 'a&b', tag: '<x>1</x>', quote: "it's", bs: 'back\\slash', ref: '${a}' },
  ...{ big: '9223372036854775807', exp: '1e3', list: 'x,y,,z', dollar: '$5', hash: '#{b}' },
  ...{ 'a.b': 'dotted', 'a-b': 'dashed', path: '/p/q', date: '2026-01-31T23:30Z', dot: '.' },
};

const variables =
  'a b n neg f sp t fa uni amp tag quote bs ref big exp list dollar hash path'.split(' ');

const literals = [
  ...'0 1 2 7 -1 10 007 1.0 0.1 .5 5. 1e3 1E-2 1e400 9223372036854775807'.split(' '),
  ...'9223372036854775808 100000000000 2147483648 true false null'.split(' '),
  ...["''", '""', "'a'", '"b"', "' x '", "'1'", "'1.5'", "'true'", "'TRUE'", "'1e2'", "'.'", "'e'"],
  ...["'it\\'s'", "'\\\\'", "'é'", "'a,b,c'", "'<&>'", "'${a}'", "' 1'", "'0x10'", "'-5'", "'+5'"],
  ...["'NaN'", "'Infinity'", "'1L'", "'1d'", "'1f'", "'١'", "'99999999999999999999'", "'\\n'"],
  ...['KB', 'MB', 'PB', 'RECORDS', 'MAP_IN', 'GROUPS', 'nope', 'YEAR', 'DAYS', 'empty', 'eq'],
];

const binary = [
  ...'+ - * / % div mod == != < > <= >= eq ne lt gt le ge and or && || += ; =='.split(' '),
  ...'+ - * / % == < and or +='.split(' '),
];

const nodes = ["'okAct'", "'errAct'", "'noData'", "'cur'", "'nope'", "''", 'null', "'mrAct'", '1'];
const keys = ["'k1'", "'k2'", "'num'", "'empty'", "'nope'", '"k1"', 'a', '1', 'null', "''"];

const nodeFunctions = [
  ...'transition errorCode errorMessage actionData actionExternalId actionTrackerUri'.split(' '),
  'actionExternalStatus',
];

const plainFunctions = 'id name appPath user group run lastErrorNode'.split(' ');

const patterns = [
  ...["'a'", "'.'", "'[a-c]'", "'(b)'", "','", "'\\\\s+'", "'x*'", "'^'", "'$'", "'(a)|(b)'", "''"],
  ...["'\\\\d'", "'[^a]'", "'a{2}'", "'(?i)A'", "'['", "'\\\\p{L}'", "'b?'", "'(?<n>a)'"],
];

const replacements = [
  ...["'-'", "''", "'$1'", "'[$1]'", "'\\\\$'", "'$0$0'", "'$2'", "'${n}'", 'null', "'é'", "'$'"],
];

type Maker = (random: RandomSource, depth: number) => string;

const calls: readonly Maker[] = [
  (random, depth) => `concat(${operand(random, depth)}, ${operand(random, depth)})`,
  (random, depth) => `concat(${operand(random, depth)},${operand(random, depth)})`,
  (random, depth) => `firstNotNull(${operand(random, depth)}, ${operand(random, depth)})`,
  (random, depth) => `trim(${operand(random, depth)})`,
  (random, depth) => `urlEncode(${operand(random, depth)})`,
  (random, depth) =>
    `replaceAll(${operand(random, depth)}, ${random.pick(patterns)}, ${random.pick(replacements)})`,
  (random, depth) =>
    `appendAll(${operand(random, depth)}, ${random.pick(replacements)}, ${random.pick(patterns)})`,
  (random) => `wf:${random.pick(plainFunctions)}()`,
  (random, depth) => `wf:conf(${operand(random, depth)})`,
  (random) => `wf:conf('${random.pick(Object.keys(expressionProperties))}')`,
  (random) => `wf:${random.pick(nodeFunctions)}(${random.pick(nodes)})`,
  (random) => `wf:actionData(${random.pick(nodes)})[${random.pick(keys)}]`,
  (random) => `wf:actionData('okAct').${random.pick(['k1', 'num', 'nope', 'empty'])}`,
  (random) => `wf:callback(${random.pick(["'OK'", "'a b&c'", 'null', "''", 'n', '1'])})`,
  (random) => `hadoop:counters('mrAct')[${random.pick(['RECORDS', "'g'", "'x'"])}][MAP_IN]`,
  (random) => `hadoop:counters('mrAct')['g']['c']${random.pick(['', ' + 1', '.x', "['x']"])}`,
  (random) => `fs:exists(${random.pick(["'/nowhere/x'", "'file:///nowhere/y'", "'/'"])})`,
  (random) => `fs:${random.pick(['isDir', 'fileSize', 'dirSize', 'blockSize'])}('/nowhere/x')`,
  (random, depth) =>
    `toJsonStr(${random.pick(["wf:actionData('noData')", operand(random, depth)])})`,
  (random, depth) =>
    `${random.pick(['concat', 'trim', 'wf:id', 'urlEncode'])}(${manyOperands(random, depth)})`,
  (random, depth) =>
    `${random.pick(['Concat', 'wf:nope', 'x:trim', 'coord:days'])}(${operand(random, depth)})`,
];

function manyOperands(random: RandomSource, depth: number): string {
  return Array.from({ length: random.integer(0, 3) }, () => operand(random, depth)).join(', ');
}

const compounds: readonly Maker[] = [
  binaryExpression,
  binaryExpression,
  binaryExpression,
  binaryExpression,
  (random, depth) => `(${operand(random, depth)})`,
  (random, depth) =>
    `${random.pick(['-', '!', 'not ', 'empty ', '- -', '!!'])}${operand(random, depth)}`,
  (random, depth) =>
    `${operand(random, depth)} ? ${operand(random, depth)} : ${operand(random, depth)}`,
  (random, depth) =>
    `(${binaryExpression(random, depth)}) ? ${operand(random, depth)} : ${operand(random, depth)}`,
  (random, depth) => random.pick(calls)(random, depth),
  (random, depth) => random.pick(calls)(random, depth),
  (random, depth) => random.pick(calls)(random, depth),
  (random, depth) => random.pick(calls)(random, depth),
  (random, depth) => `[${manyOperands(random, depth)}]`,
  (random, depth) =>
    `[${operand(random, depth)}, ${operand(random, depth)}][${operand(random, depth)}]`,
  (random, depth) =>
    `{${operand(random, depth)}: ${operand(random, depth)}}[${operand(random, depth)}]`,
  (random, depth) => `${operand(random, depth)}[${operand(random, depth)}]`,
  (random, depth) => `${operand(random, depth)}.${random.pick(['x', 'length', 'b', 'size', '1'])}`,
  (random, depth) =>
    `(x -> ${random.pick(['x', 'x + 1', 'a', 'x += x'])})(${operand(random, depth)})`,
];

function binaryExpression(random: RandomSource, depth: number): string {
  const space = random.chance(0.9) ? ' ' : '';
  const operator = random.pick(binary);
  return `${operand(random, depth)}${space}${operator}${space}${operand(random, depth)}`;
}

function operand(random: RandomSource, depth: number): string {
  if (depth > 0 && random.chance(0.55)) return random.pick(compounds)(random, depth - 1);
  return random.chance(0.5) ? random.pick(variables) : random.pick(literals);
}

const texts = [
  '',
  '',
  '',
  'x',
  ' ',
  '$',
  '\\',
  '#',
  '{',
  '}',
  '"',
  "'",
  '\n',
  'é',
  '$$',
  '&amp;',
  '<',
];

const strayCharacters = [
  '$',
  '{',
  '}',
  '(',
  ')',
  "'",
  '"',
  '\\',
  '#',
  ',',
  '.',
  ':',
  '?',
  ' ',
  '=',
  '1',
];

/** A text with one or two expressions; in some of them a character is out of place. */
export function randomExpression(random: RandomSource): string {
  const one = () => {
    const opening = random.chance(0.96) ? '${' : random.pick(['#{', '\\${', '$${', '\\\\${']);
    return `${opening}${operand(random, random.integer(1, 3))}}`;
  };
  let text = random.chance(0.7)
    ? one()
    : `${random.pick(texts)}${one()}${random.pick(texts)}${random.chance(0.3) ? one() : ''}`;
  if (random.chance(0.08)) {
    const at = random.integer(0, text.length);
    const stray = random.chance(0.5) ? random.pick(strayCharacters) : '';
    text = text.slice(0, at) + stray + text.slice(random.chance(0.5) ? at : at + 1);
  }
  return text;
}

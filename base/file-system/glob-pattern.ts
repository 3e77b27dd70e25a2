/**
 * Hadoop's globs (org.apache.hadoop.fs.GlobPattern): `*` and `?` within a name, `[a-c]`, `[^a]`,
 * `[!a]`, `{a,b}` nested and across names, `\` before a character that is meant literally.
 */
import { FileSystemError } from './file-system.ts';

/** Alternatives that braces across names may give; `{a/b,c/d}` three times in a row gives 8. */
const ALTERNATIVES_MAX = 1_000;

/** One name of a pattern: literal text, or an expression that whole names must match. */
export type GlobName = string | RegExp;

/** The alternatives of an absolute pattern, each as the names from the root down. */
export function parseGlob(pattern: string): GlobName[][] {
  return expandBracesAcrossNames(pattern).map((alternative) =>
    splitNames(alternative).map((name) => globName(name, pattern)),
  );
}

/** Whether the pattern holds a wildcard at all. */
export function hasWildcard(pattern: string): boolean {
  return /[*?[\]{}\\]/.test(pattern);
}

/** Writes out braces that hold a slash, since matching goes name by name. */
function expandBracesAcrossNames(pattern: string): string[] {
  const finished: string[] = [];
  const pending = [pattern];
  while (pending.length > 0) {
    const candidate = pending.pop() as string;
    const braces = findBraces(candidate);
    if (braces === undefined) finished.push(candidate);
    else for (const text of braces.alternatives) pending.push(braces.before + text + braces.after);
    if (finished.length + pending.length > ALTERNATIVES_MAX) {
      throw malformed(pattern, `its braces give more than ${ALTERNATIVES_MAX} alternatives`);
    }
  }
  return finished;
}

interface Braces {
  readonly before: string;
  readonly alternatives: readonly string[];
  readonly after: string;
}

/** The first outermost pair of braces that holds a slash. */
function findBraces(pattern: string): Braces | undefined {
  let depth = 0;
  let opening = 0;
  let cuts: number[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === '\\') index++;
    else if (character === '{') {
      if (depth++ === 0) [opening, cuts] = [index, [index]];
    } else if (character === ',' && depth === 1) cuts.push(index);
    else if (character === '}' && depth > 0 && --depth === 0) {
      if (!pattern.slice(opening, index).includes('/')) continue;
      const ends = [...cuts.slice(1), index];
      return {
        before: pattern.slice(0, opening),
        alternatives: cuts.map((cut, which) => pattern.slice(cut + 1, ends[which])),
        after: pattern.slice(index + 1),
      };
    }
  }
  return undefined;
}

function splitNames(pattern: string): string[] {
  return pattern.split('/').filter((name) => name !== '' && name !== '.');
}

function globName(name: string, pattern: string): GlobName {
  if (!hasWildcard(name)) return name;
  const plain = withoutEscapes(name);
  return plain ?? new RegExp(`^(?:${nameExpression(name, pattern)})$`, 'su');
}

/** The literal text of a name whose only special characters are escaped ones. */
function withoutEscapes(name: string): string | undefined {
  return /^(?:\\.|[^*?[\]{}\\])*$/s.test(name) ? name.replaceAll(/\\(.)/gs, '$1') : undefined;
}

function nameExpression(name: string, pattern: string): string {
  let expression = '';
  let groups = 0;
  for (let index = 0; index < name.length; index++) {
    const character = name[index] as string;
    if (character === '\\') {
      if (++index >= name.length) throw malformed(pattern, 'it ends in a lone backslash');
      expression += literal(name[index] as string);
    } else if (character === '[') {
      const end = endOfSet(name, index, pattern);
      expression += setExpression(name.slice(index + 1, end), pattern);
      index = end;
    } else if (character === '{') {
      groups++;
      expression += '(?:';
    } else if (character === '}' && groups > 0) {
      groups--;
      expression += ')';
    } else if (character === ',' && groups > 0) expression += '|';
    else expression += wildcard(character);
  }
  if (groups > 0) throw malformed(pattern, 'a { is not closed');
  return expression;
}

function wildcard(character: string): string {
  if (character === '*') return '.*';
  return character === '?' ? '.' : literal(character);
}

/** The index of the `]` that closes a set; one that comes first belongs to the set. */
function endOfSet(name: string, start: number, pattern: string): number {
  let index = start + 1;
  if (name[index] === '^' || name[index] === '!') index++;
  if (name[index] === ']') index++;
  for (; index < name.length; index++) {
    if (name[index] === '\\') index++;
    else if (name[index] === ']') return index;
  }
  throw malformed(pattern, 'a [ is not closed');
}

function setExpression(set: string, pattern: string): string {
  const isNegated = set.startsWith('^') || set.startsWith('!');
  const members = (isNegated ? set.slice(1) : set)
    .replaceAll(/\\(.)|([\]\\^[&~|()])/gs, (_, escaped, special) => member(escaped ?? special))
    .replaceAll(/^-|-$/g, '\\-');
  const expression = `[${isNegated ? '^' : ''}${members}]`;
  try {
    new RegExp(expression, 'su');
  } catch {
    throw malformed(pattern, `[${set}] is no set of characters`);
  }
  return expression;
}

/** Within a set a hyphen has a meaning, and only there may it be escaped. */
function member(character: string): string {
  return character === '-' ? '\\-' : literal(character);
}

function literal(character: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function malformed(pattern: string, reason: string): FileSystemError {
  return new FileSystemError('other', pattern, `${pattern} is no pattern: ${reason}`);
}

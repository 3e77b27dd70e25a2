/** Java's regular expressions on JavaScript's engine: what String.replaceAll and split do. */

import { checkResultLength } from '../evaluation/result-length.ts';
import { expressionError } from '../expression-error.ts';
import { runWithTimeLimit } from './regular-expression-time.ts';
import { translateRegularExpression } from './translate-regular-expression.ts';

/** @throws HowdahError EL_ERROR for what is no regular expression, or takes too long */
export function replaceAllMatches(text: string, regex: string, replacement: string): string {
  const pattern = translateRegularExpression(regex, 'g');
  return runWithTimeLimit(regex, text, () => {
    let pieces: readonly ReplacementPiece[] | undefined;
    let result = '';
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      // Nobody minds a wrong replacement that is not needed.
      pieces ??= parseReplacement(replacement);
      result += text.slice(from, match.index);
      for (const piece of pieces) {
        result += replacementText(match, piece);
      }
      checkResultLength(result.length);
      from = match.index + match[0].length;
    }
    return result + text.slice(from);
  });
}

/** Without the empty pieces at the end; a match of nothing at the beginning splits nothing off. */
export function splitAtMatches(text: string, regex: string): string[] {
  const pattern = translateRegularExpression(regex, 'g');
  return runWithTimeLimit(regex, text, () => {
    const pieces: string[] = [];
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (end === 0) continue;
      // A match of nothing at the end of the text splits nothing off.
      if (match[0] === '' && match.index === text.length) continue;
      pieces.push(text.slice(from, match.index));
      from = end;
    }
    if (from === 0 && pieces.length === 0) return [text];
    pieces.push(text.slice(from));
    while (pieces.length > 0 && pieces.at(-1) === '') pieces.pop();
    return pieces;
  });
}

type ReplacementPiece = string | { readonly digits: string } | { readonly name: string };

/** Splits a replacement into texts and groups, by the rules of Matcher.appendReplacement. */
function parseReplacement(replacement: string): ReplacementPiece[] {
  const pieces: ReplacementPiece[] = [];
  const pattern = /\\([\s\S])|\$(\d+)|\$\{([a-zA-Z][a-zA-Z\d]*)\}|([\\$])|[^\\$]+/g;
  for (const { 0: whole, 1: escaped, 2: digits, 3: name, 4: stray, index } of replacement.matchAll(
    pattern,
  )) {
    if (stray === '\\') throw expressionError('character to be escaped is missing');
    if (stray === '$') throw wrongReference(replacement, index);
    if (digits !== undefined) pieces.push({ digits });
    else if (name !== undefined) pieces.push({ name });
    else pieces.push(escaped ?? whole);
  }
  return pieces;
}

function wrongReference(replacement: string, index: number): Error {
  const isLast = index === replacement.length - 1;
  const what = `Illegal group reference${isLast ? ': group index is missing' : ''}`;
  return expressionError(what, { mend: 'write \\$' });
}

function replacementText(match: RegExpExecArray, piece: ReplacementPiece): string {
  if (typeof piece === 'string') return piece;
  if ('digits' in piece) return numberedGroupText(match, piece.digits);
  const { groups } = match;
  if (groups === undefined || !(piece.name in groups)) {
    throw expressionError(`No group with name {${piece.name}}`);
  }
  return groups[piece.name] ?? '';
}

/** `$12` is group 12 if there is one, else group 1 followed by a 2. */
function numberedGroupText(match: RegExpExecArray, digits: string): string {
  const groupCount = match.length - 1;
  let group = Number(digits[0]);
  if (group > groupCount) throw expressionError(`No group ${group}`);
  let used = 1;
  for (; used < digits.length; used++) {
    const longer = group * 10 + Number(digits[used]);
    if (longer > groupCount) break;
    group = longer;
  }
  return (match[group] ?? '') + digits.slice(used);
}

/** Splits a text into what stands as it is and the expressions in it. */
import { expressionError, syntaxError } from '../expression-error.ts';
import { TEMPLATE_LENGTH_MAX } from '../expression-limits.ts';
import type { ExpressionNode } from './expression-node.ts';
import { parseExpression } from './parse-expression.ts';

/** Plain text, escapes resolved, or an expression. */
export type TemplatePart = string | ExpressionNode;

export interface ParsedTemplate {
  readonly parts: readonly TemplatePart[];
  /** The character that begins its expressions; undefined without any. */
  readonly marker: '$' | '#' | undefined;
}

/** Whether a text may hold an expression or an escaped one; without, it stands for itself. */
export function mayHoldExpression(text: string): boolean {
  return text.includes('${') || text.includes('#{');
}

/**
 * `${…}` and `#{…}` are expressions, but not both in one text. A backslash before them makes them
 * plain text and goes; elsewhere a backslash is a backslash. Braces and further dollar signs are
 * plain text.
 * @throws HowdahError EL_ERROR
 */
export function parseTemplate(text: string): ParsedTemplate {
  if (!mayHoldExpression(text)) return { parts: text === '' ? [] : [text], marker: undefined };
  if (text.length > TEMPLATE_LENGTH_MAX) {
    throw expressionError(
      `A text with expressions is longer than ${TEMPLATE_LENGTH_MAX} characters`,
    );
  }
  const parts: TemplatePart[] = [];
  let marker: '$' | '#' | undefined;
  let literal = '';
  let from = 0;
  for (;;) {
    const start = nextMarker(text, from);
    if (start === -1) break;
    if (text[start - 1] === '\\' && start > from) {
      literal += `${text.slice(from, start - 1)}${text[start]}{`;
      from = start + 2;
      continue;
    }
    literal += text.slice(from, start);
    if (literal !== '') parts.push(literal);
    literal = '';
    const found = text[start] as '$' | '#';
    if (marker !== undefined && marker !== found) {
      throw syntaxError(text, start, `${found}{ after ${marker}{`, 'use one of them throughout');
    }
    marker = found;
    const { node, end } = parseExpression(text, start + 2);
    parts.push(node);
    from = end;
  }
  literal += text.slice(from);
  if (literal !== '') parts.push(literal);
  return { parts, marker };
}

const marker = /[$#]\{/g;

function nextMarker(text: string, from: number): number {
  marker.lastIndex = from;
  return marker.exec(text)?.index ?? -1;
}

/** Lets expressions in YAML compare with `<` although they are evaluated within XML. */
import { escapeText } from '../xml/escape-text.ts';

/** An expression: quoted texts in it may hold braces. */
const expression = /[$#]\{(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"}])*\}/gs;

/**
 * The markup of a text in which characters that XML escapes stand within expressions: those
 * expressions become CDATA sections. Undefined if the text has no such expression.
 */
export function expressionMarkup(text: string): string | undefined {
  let markup = '';
  let from = 0;
  let isNeeded = false;
  for (const match of text.matchAll(expression)) {
    const [written] = match;
    if (!/[<>&]/.test(written) || written.includes(']]>')) continue;
    isNeeded = true;
    markup += `${escapeText(text.slice(from, match.index))}<![CDATA[${written}]]>`;
    from = match.index + written.length;
  }
  return isNeeded ? markup + escapeText(text.slice(from)) : undefined;
}

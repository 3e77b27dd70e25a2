/** The variables of a job's expressions: its properties, made fit to stand in XML. */
import { SaxesParser } from 'saxes';
import { escapeXml } from './escape-xml.ts';

const variableName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Trimmed, and escaped unless they are well-formed as the content of an element: expressions stand
 * in XML. So `a&b` is `a&amp;b`, in comparisons too, while `a&amp;b` and `<b>x</b>` stay as they
 * are. Properties whose names are no names of variables are left out; `wf:conf` reads them.
 */
export function workflowVariables(
  configuration: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const [name, value] of configuration) {
    if (!variableName.test(name)) continue;
    const trimmed = value.trim();
    variables.set(name, isContent(trimmed) ? trimmed : escapeXml(trimmed));
  }
  return variables;
}

/** The variables at submission, where a name is resolved outside of XML: trimmed only. */
export function submissionVariables(
  configuration: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([...configuration].map(([name, value]) => [name, value.trim()]));
}

/** Whether a text can stand between two tags. */
function isContent(text: string): boolean {
  if (!/[&<]|\]\]>/.test(text)) return true;
  let isWellFormed = true;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', () => {
    isWellFormed = false;
  });
  parser.write(`<value>${text}</value>`).close();
  return isWellFormed;
}

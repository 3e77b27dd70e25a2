/** The variables of a job's expressions: its properties, made fit to stand in XML. */
import { SaxesParser } from 'saxes';
import { escapeXml } from './escape-xml.ts';

const variableName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Trimmed and escaped, because expressions stand in XML: `a&b` is `a&amp;b`, in comparisons too. A
 * value that is a whole XML document stays as it is. Properties whose names are no names of
 * variables are left out; `wf:conf` reads them.
 */
export function workflowVariables(
  configuration: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const [name, value] of configuration) {
    if (!variableName.test(name)) continue;
    const trimmed = value.trim();
    variables.set(name, isDocument(trimmed) ? trimmed : escapeXml(trimmed));
  }
  return variables;
}

/** The properties as they are at submission, where a name is resolved outside of XML. */
export function submissionVariables(
  configuration: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([...configuration].map(([name, value]) => [name, value.trim()]));
}

function isDocument(text: string): boolean {
  if (!text.startsWith('<') || !text.endsWith('>')) return false;
  let isWellFormed = true;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', () => {
    isWellFormed = false;
  });
  parser.on('doctype', () => {
    isWellFormed = false;
  });
  parser.write(text).close();
  return isWellFormed;
}

/** The check behind Oozie's `POST /v2/validate`: the schema and nothing else. */
import { defaultDefinitionLimits } from './definition-limits.ts';
import { type Problem, problem } from './problem.ts';
import { readXml } from './xml/read-xml.ts';
import { validateDocument } from './xml/validate-document.ts';

/** Longest text that is looked at, in bytes: it bounds the work, as Oozie has no limit here. */
const SIZE_BYTES_MAX = 10_000_000;

/**
 * Every deviation of an XML document from the schemas, whatever its root. As in Oozie the limit on
 * a definition's size does not count, and a DOCTYPE is tolerated as long as it needs nothing from
 * outside the document.
 */
export function validateSchema(text: string, file: string): Problem[] {
  if (Buffer.byteLength(text) > SIZE_BYTES_MAX) {
    const mend = `at most ${SIZE_BYTES_MAX} bytes are checked`;
    const position = { file, line: 1, column: 1 };
    return [problem('E0701', ['the document is too long'], { phase: 'schema', position, mend })];
  }
  const document = readXml(text, file, defaultDefinitionLimits);
  return validateDocument(document).flatMap((found) => {
    if (found.code === 'E0700') return [];
    return found.code === 'E0702' ? [{ ...found, code: 'E0701' as const }] : [found];
  });
}

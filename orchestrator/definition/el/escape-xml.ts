/** Escapes a value so that it can stand in an element's text or in an attribute. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Single quotes stay as they are, which scripts in arguments depend on. */
export function escapeXml(text: string): string {
  return /[&<>"]/.test(text)
    ? text.replaceAll(/[&<>"]/g, (character) => entities[character] as string)
    : text;
}

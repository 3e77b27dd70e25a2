/** Writes `<configuration>` documents as Oozie stores and answers them. */

/** Ends of lines are CRLF, and two blanks indent; values are trimmed, as they are in Oozie's. */
export function writeConfiguration(properties: ReadonlyMap<string, string>): string {
  if (properties.size === 0) return '<configuration />';
  let text = '<configuration>\r\n';
  for (const [name, value] of properties) {
    text += '  <property>\r\n';
    text += `    ${writeElement('name', name)}\r\n`;
    text += `    ${writeElement('value', value)}\r\n`;
    text += '  </property>\r\n';
  }
  return `${text}</configuration>`;
}

function writeElement(name: string, text: string): string {
  const trimmed = text.trim();
  return trimmed === '' ? `<${name} />` : `<${name}>${escapeText(trimmed)}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
  '\n': '\r\n',
};

/**
 * Escapes an element's text. A line feed becomes CRLF, which reads back as a line feed; control
 * characters, which no XML can hold, go.
 */
export function escapeText(text: string): string {
  return text
    .replaceAll(/[&<>\r\n]/g, (character) => entities[character] as string)
    .replaceAll(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '');
}

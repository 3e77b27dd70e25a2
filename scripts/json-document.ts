/** Renders JSON as the formatter lays it out, so that generated files pass the lint. */

const WIDTH_MAX = 100;

export function renderJsonDocument(value: unknown): string {
  return `${render(value, '', 0)}\n`;
}

/** @param taken columns that the key before the value takes */
function render(value: unknown, indent: string, taken: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const inline = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    const isPlain = value.every((item) => typeof item !== 'object' || item === null);
    if (isPlain && indent.length + taken + inline.length <= WIDTH_MAX) return inline;
    const items = value.map((item) => deeper + render(item, deeper, 0));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  if (entries.length === 0) return '{}';
  const members = entries.map(([key, member]) => {
    const prefix = `${JSON.stringify(key)}: `;
    return deeper + prefix + render(member, deeper, prefix.length);
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}

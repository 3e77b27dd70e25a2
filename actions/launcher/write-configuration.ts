/** Writes Hadoop's configuration files for commands that read them. */
import { writeFileSync } from 'node:fs';

/** What XML 1.0 cannot hold, not even as a character reference. */
const UNREPRESENTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/** @throws NodeJS.ErrnoException */
export function writeConfiguration(path: string, configuration: ReadonlyMap<string, string>): void {
  const properties = [...configuration].map(
    ([name, value]) =>
      `  <property><name>${escapeXml(name)}</name><value>${escapeXml(value)}</value></property>\n`,
  );
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  writeFileSync(path, `${head}<configuration>\n${properties.join('')}</configuration>\n`);
}

function escapeXml(text: string): string {
  return text
    .replaceAll(UNREPRESENTABLE, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** Reads files of properties: `job.properties`, and settings in either form that Hadoop's have. */
import { readFileSync } from 'node:fs';
import { HowdahError } from '../../base/error/howdah-error.ts';
import {
  MalformedPropertiesError,
  parseProperties,
} from '../../base/properties/parse-properties.ts';
import { readConfiguration } from '../config/read-configuration.ts';

/**
 * A Hadoop configuration if the file begins with `<`, else Java properties. Names and values are
 * trimmed.
 *
 * @throws HowdahError HOWDAH_USAGE when it cannot be read, E0702 with the position in XML
 */
export function readPropertiesFile(file: string): Map<string, string> {
  const text = readText(file);
  const properties = /^\uFEFF?\s*</.test(text)
    ? readConfiguration(text, file)
    : readJavaProperties(text, file);
  return new Map([...properties].map(([name, value]) => [name.trim(), value.trim()] as const));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { message } = error as Error;
    throw new HowdahError('HOWDAH_USAGE', [`Cannot read ${file}: ${message}`], {
      subject: file,
      mend: 'name a properties file, or a Hadoop configuration, with --config',
      cause: error,
    });
  }
}

function readJavaProperties(text: string, file: string): Map<string, string> {
  try {
    return parseProperties(text);
  } catch (error) {
    if (!(error instanceof MalformedPropertiesError)) throw error;
    throw new HowdahError('HOWDAH_USAGE', [error.message], {
      position: { file, line: error.line, column: 1 },
      mend: 'write \\u and four hexadecimal digits, or \\\\ for a backslash',
      cause: error,
    });
  }
}

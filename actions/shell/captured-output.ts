/** Reads what a command printed as properties, for `capture-output`. */
import { readStartNow } from '../../base/file-system/local-file-system.ts';
import { formatProperties } from '../../base/properties/format-properties.ts';
import {
  MalformedPropertiesError,
  parseProperties,
} from '../../base/properties/parse-properties.ts';
import { ActionError } from '../contract/action-type.ts';

/** The setting that limits captured output, and its default: as large as Oozie lets it become. */
export const OUTPUT_LIMIT_SETTING = 'oozie.action.max.output.data';
export const OUTPUT_BYTES_MAX = 2_048;

export interface CapturedOutput {
  readonly data: string;
  readonly dataMap: ReadonlyMap<string, string>;
}

/**
 * @param nowMs goes into the date line of `data`
 * @param maxBytes of the output as Oozie's launcher writes it down: every line with a newline
 * @throws ActionError JA018 for too much output, or a malformed escape in it
 */
export function captureOutput(path: string, maxBytes: number, nowMs: number): CapturedOutput {
  // Carriage returns that are dropped may make output fit that is longer at first.
  const start = Buffer.from(readStartNow(path, 2 * maxBytes + 2)).toString('utf8');
  const text = start.replaceAll(/\r\n|\r/g, '\n').replace(/([^\n])$/, '$1\n');
  if (Buffer.byteLength(text) > maxBytes) {
    throw failed(`output.properties data exceeds its limit [${maxBytes}]`);
  }
  try {
    const dataMap = parseProperties(text);
    return { dataMap, data: formatProperties(dataMap, nowMs) };
  } catch (error) {
    if (error instanceof MalformedPropertiesError) throw failed(error.message);
    throw error;
  }
}

function failed(message: string): ActionError {
  return new ActionError('ERROR', 'JA018', message, { externalStatus: 'FAILED/KILLED' });
}

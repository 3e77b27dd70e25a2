/** The server's settings, by Oozie's names where it has them. */
import { readPropertiesFile } from './read-properties-file.ts';

/**
 * @param file given with `--config`
 * @param definitions given with `-D`; they win
 * @throws HowdahError HOWDAH_USAGE, E0702
 */
export function readSettings(
  file: string | undefined,
  definitions: ReadonlyMap<string, string>,
): Map<string, string> {
  const settings = file === undefined ? new Map<string, string>() : readPropertiesFile(file);
  for (const [name, value] of definitions) settings.set(name, value);
  return settings;
}

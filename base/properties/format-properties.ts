/** Writes the text of a Java properties file as java.util.Properties.store does to a writer. */

const escapedControls: Readonly<Record<string, string>> = {
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\f': '\\f',
};

/**
 * @param writtenMs milliseconds since the epoch, which go into the file's second line
 */
export function formatProperties(pairs: ReadonlyMap<string, string>, writtenMs: number): string {
  const lines = [...pairs].map(([key, value]) => `${escapeKey(key)}=${escapeValue(value)}\n`);
  return `#\n#${javaDate(writtenMs)}\n${lines.join('')}`;
}

function escapeKey(key: string): string {
  return escapeText(key).replaceAll(' ', '\\ ');
}

/** Only a blank at its start would be lost. */
function escapeValue(value: string): string {
  return escapeText(value).replace(/^ /, '\\ ');
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\\t\n\r\f=:#!]/g, (found) => escapedControls[found] ?? `\\${found}`);
}

/** As java.util.Date prints itself: `Sat Nov 21 02:59:49 UTC 2026`. */
function javaDate(timeMs: number): string {
  const [weekday, day, month, year, time] = new Date(timeMs).toUTCString().split(/,? /);
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

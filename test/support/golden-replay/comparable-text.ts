/** Texts without what depends on the place, the moment or the order of a Java hash. */

/** Of this server and of the recorded one, as they stand in console URLs and callbacks. */
const serverUrl = /http:\/\/(?:localhost|127\.0\.0\.1):\d+(?=\/oozie)/g;

const property = /[ \t]*<property(?: [^>]*)?>[\s\S]*?<\/property>(?:\r?\n)?/g;

/** A java.util.Properties file begins with comments, one of which is the date. */
const propertiesComments = /^(?:#.*\r?\n)+/;

/** A generated app is named after the moment. */
const generatedApp = /\bgen_app_\d+/g;

export function comparableText(text: string): string {
  const withoutServer = text
    .replaceAll(serverUrl, 'http://server')
    .replaceAll(generatedApp, 'gen_app');
  if (propertiesComments.test(withoutServer)) {
    return withoutServer.replace(propertiesComments, '').split(/\r?\n/).sort().join('\n');
  }
  return sortProperties(withoutServer);
}

/** Sorts the properties of a configuration, whose order is that of a hash. */
function sortProperties(text: string): string {
  const found = text.match(property);
  if (found === null || found.length === 1) return text;
  const sorted = [...found].sort();
  return text.replace(property, () => sorted.shift() as string);
}

/** Where a job wants to have its changes told. */

export interface NotificationAddress {
  /** With placeholders such as `$jobId`. */
  readonly template: string;
  /** `type@host:port`; empty for none. */
  readonly proxy: string;
}

/** Oozie's property for the server's own proxy. */
export const SERVER_PROXY_SETTING = 'oozie.notification.proxy';

/**
 * @param configuration the job's
 * @param urlProperty the property with the URL; without it nobody is told
 * @param proxyProperty the job's own proxy, which wins over the server's
 */
export function notificationAddress(
  configuration: ReadonlyMap<string, string>,
  urlProperty: string,
  proxyProperty: string,
  settings: ReadonlyMap<string, string>,
): NotificationAddress | undefined {
  const template = configuration.get(urlProperty);
  if (template === undefined || template === '') return undefined;
  const proxy = configuration.get(proxyProperty) ?? settings.get(SERVER_PROXY_SETTING) ?? '';
  return { template, proxy: proxy.trim() };
}

/** Replaces `$name`s wherever they stand; a value is taken as it is. */
export function fillAddress(template: string, values: Readonly<Record<string, string>>): string {
  let url = template;
  for (const [name, value] of Object.entries(values)) url = url.replaceAll(`$${name}`, () => value);
  return url;
}

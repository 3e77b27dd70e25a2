/** The proxies of notifications, in Oozie's notation. */

export interface NotificationProxy {
  readonly kind: 'http' | 'socks';
  readonly host: string;
  readonly port: number;
}

/**
 * `type@host:port` with type http (the default) or socks. As in Oozie, what has no port, or no
 * number for one, is no proxy.
 */
export function parseNotificationProxy(text: string): NotificationProxy | undefined {
  const colon = text.lastIndexOf(':');
  if (colon === -1) return undefined;
  const at = text.indexOf('@');
  const host = text.slice(at + 1, colon);
  const port = Number(text.slice(colon + 1));
  if (host === '' || !Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
  return { kind: text.slice(0, at).toLowerCase() === 'socks' ? 'socks' : 'http', host, port };
}

/** How the queue server is reached: over a Unix socket, or as a Redis URL says. */
export type QueueAddress = { readonly socketPath: string } | { readonly url: string };

/** For messages; a password in the URL is not shown. */
export function describeQueueAddress(address: QueueAddress): string {
  if ('socketPath' in address) return address.socketPath;
  const url = new URL(address.url);
  if (url.password !== '') url.password = '****';
  return url.href;
}

/**
 * Ids of servers: unique for each start, and telling the boot of the machine, so that an attempt's
 * row says in which boot it was claimed even when its server is long gone.
 */
export function makeServerId(uniqueId: string, bootId: string): string {
  return `${uniqueId}.${bootId}`;
}

/** The boot in which a server with that id ran; undefined if it is not known. */
export function bootIdOf(serverId: string | undefined): string | undefined {
  const bootId = serverId?.slice(serverId.indexOf('.') + 1);
  return bootId === '' ? undefined : bootId;
}

/** The keys of YAML coordinators and bundles that are not those of an element's table. */

export const coordinatorKeys = {
  name: 'coordinator',
  schema: 'schema',
  /** Which clocks a cron expression is read by: those of the time zone, or as Oozie does it. */
  cronClock: 'cron-clock',
  /** Stands beside the action in YAML, within it in XML. */
  sla: 'sla',
} as const;

/** What `cron-clock` may say, and what it means to the frequency. */
export const cronClocks = { local: 'local', oozie: 'processing' } as const;

export const bundleKeys = { name: 'bundle', schema: 'schema' } as const;

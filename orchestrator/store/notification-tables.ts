/** The outbox of notifications: a row for each that is yet to be delivered. */
export interface NotificationRow {
  /** `<job id>/<version of the job's row>/<number>`; one transition makes the same row again. */
  id: string;
  /** The job or action that it tells of; its notifications are sent in order. */
  entity_id: string;
  url: string;
  /** `type@host:port`; empty for none. */
  proxy: string;
  /** Attempts that have failed. */
  attempts: number;
  /** When the next attempt is due, or when whoever has begun one is taken for dead. */
  due_ms: number;
}

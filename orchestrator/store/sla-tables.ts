/**
 * What is expected of a job or action, and what became of it. Times and durations are
 * milliseconds, flags 0 or 1.
 */
export interface SlaEntryRow {
  id: string;
  app_type: string;
  app_name: string;
  user_name: string;
  parent_id: string | null;
  job_id: string;
  nominal_ms: number;
  expected_start_ms: number | null;
  expected_end_ms: number;
  expected_duration_ms: number | null;
  alert_events: string;
  alert_contact: string | null;
  notification_message: string | null;
  upstream_apps: string | null;
  is_alert_enabled: number;
  job_status: string;
  actual_start_ms: number | null;
  actual_end_ms: number | null;
  is_success: number;
  /** Separated by commas. */
  told: string;
  sla_status: string;
  /** When the next expectation is missed; null for what is closed. */
  due_ms: number | null;
  /** Whether more may become known of it. */
  is_open: number;
  created_ms: number;
  modified_ms: number;
  sequence: number;
  version: number;
}

import type { CoordinatorActionStatus } from '../action/coordinator-action-status.ts';
import type { CoordinatorJobStatus } from './coordinator-job-status.ts';

/** What has to follow the commit of a coordinator's transition. */
export type CoordinatorCommand =
  | { readonly kind: 'start-workflow'; readonly number: number }
  | { readonly kind: 'kill-workflow'; readonly workflowId: string }
  | { readonly kind: 'suspend-workflow'; readonly workflowId: string }
  | { readonly kind: 'resume-workflow'; readonly workflowId: string }
  /** Its nominal time has come, and it waits for data. */
  | { readonly kind: 'check-data'; readonly number: number }
  | {
      readonly kind: 'tell-action';
      readonly number: number;
      readonly status: CoordinatorActionStatus;
    }
  | {
      readonly kind: 'tell-job';
      readonly status: CoordinatorJobStatus;
      /** Why it failed. */
      readonly reason?: string;
    }
  /** There is more to do than one transaction should. */
  | { readonly kind: 'go-on' };

/** What requests about coordinators and bundles carry, and what the services are asked with it. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ActionScope } from '../../coordinator/coordinator-service.ts';
import type { LogFilter } from '../../log/log-filter.ts';
import type { JobRowsFilter } from '../../store/list-job-rows.ts';
import { AUDIT_COMPONENT } from '../audit.ts';

export interface JobRequest {
  readonly Params: { readonly id: string };
}

export interface RecurringListQuery {
  readonly id?: string | string[];
  readonly status?: string | string[];
  readonly name?: string;
  readonly user?: string;
  readonly text?: string;
  readonly bundle?: string;
  readonly createdFromMs?: number;
  readonly createdToMs?: number;
  readonly sortBy: 'createdTime' | 'lastModifiedTime';
  readonly offset: number;
  readonly length: number;
}

export interface ScopeBody {
  readonly actions?: string;
  readonly dates?: string;
}

export interface RecurringLogQuery extends ScopeBody {
  readonly level?: string | string[];
  readonly text?: string;
  readonly limit?: number;
}

export function rowsFilterOf(query: RecurringListQuery): JobRowsFilter {
  const { id, status, name, user, text, createdFromMs, createdToMs, sortBy } = query;
  return {
    ids: id === undefined ? undefined : [id].flat(),
    statuses: status === undefined ? undefined : [status].flat(),
    names: name === undefined ? undefined : [name],
    users: user === undefined ? undefined : [user],
    ...{ text, createdFromMs, createdToMs, sortBy },
  };
}

/** @throws HowdahError HOWDAH_USAGE for both */
export function scopeOf({ actions, dates }: ScopeBody): ActionScope | undefined {
  if (actions !== undefined && dates !== undefined) {
    throw new HowdahError('HOWDAH_USAGE', ['actions are named by number or by date, not by both'], {
      mend: 'leave one of them out',
    });
  }
  if (actions !== undefined) return { type: 'action', text: actions };
  return dates === undefined ? undefined : { type: 'date', text: dates };
}

export function logFilterOf({ level, text, limit }: RecurringLogQuery): LogFilter {
  return {
    exceptComponent: AUDIT_COMPONENT,
    levels: level === undefined ? undefined : new Set([level].flat()),
    ...{ text, limit },
  };
}

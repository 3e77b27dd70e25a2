/** The `filter` of a coordinator's actions: `status=RUNNING;nominaltime>=2026-11-02T00:00Z`. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import {
  type CoordinatorActionStatus,
  coordinatorActionStatuses,
  isCoordinatorActionStatus,
} from '../../coordinator/action/coordinator-action-status.ts';
import type { ActionFilter, NominalTimeCondition } from '../../coordinator/coordinator-service.ts';
import { parseOozieTime } from '../../coordinator/time/oozie-time.ts';
import { processingTimeZone } from '../../coordinator/time/processing-time-zone.ts';

/** Alternatives that one filter may name; a list beyond this is a program's mistake. */
const FILTER_LENGTH_MAX = 32_768;

/** Longer comparisons first, so that `>=` is not taken for `>`. */
const condition = /^\s*([^=!<>]+?)\s*(>=|<=|!=|=|>|<)\s*(.*?)\s*$/s;

/** @throws HowdahError E0421 */
export function parseActionFilter(
  filter: string | undefined,
  processingZone: string,
): ActionFilter {
  if (filter === undefined || filter === '') return {};
  if (filter.length > FILTER_LENGTH_MAX) {
    const found = `it is longer than ${FILTER_LENGTH_MAX} characters`;
    throw new HowdahError('E0421', [`${filter.slice(0, 80)}…`, found]);
  }
  const statuses: CoordinatorActionStatus[] = [];
  const statusesNot: CoordinatorActionStatus[] = [];
  const nominalTimes: NominalTimeCondition[] = [];
  for (const element of filter.split(';')) {
    if (element.trim() === '') continue;
    const [, key = '', comparison = '', value = ''] = condition.exec(element) ?? [];
    if (key === '') {
      throw invalid(filter, 'filter should be of format <key><comparator><value> pairs');
    }
    if (key === 'nominaltime') {
      nominalTimes.push(readTime(filter, comparison, value, processingZone));
    } else if (key === 'status') {
      if (comparison !== '=' && comparison !== '!=') {
        throw invalid(filter, `invalid comparator [${comparison}] for status. Valid are = and !=`);
      }
      (comparison === '=' ? statuses : statusesNot).push(readStatus(filter, value));
    } else {
      throw invalid(filter, `invalid filter [${key}]. Valid filters [status, nominaltime]`);
    }
  }
  return {
    statuses: statuses.length === 0 ? undefined : statuses,
    statusesNot: statusesNot.length === 0 ? undefined : statusesNot,
    nominalTimes: nominalTimes.length === 0 ? undefined : nominalTimes,
  };
}

function readStatus(filter: string, value: string): CoordinatorActionStatus {
  if (isCoordinatorActionStatus(value)) return value;
  const known = Object.keys(coordinatorActionStatuses).join(', ');
  throw invalid(filter, `invalid status value [${value}]. Valid status values are: [${known}]`);
}

function readTime(
  filter: string,
  comparison: string,
  value: string,
  processingZone: string,
): NominalTimeCondition {
  const processing = processingTimeZone(processingZone);
  const parsed = parseOozieTime(value, processing);
  if ('timeMs' in parsed) {
    return {
      comparison: comparison as NominalTimeCondition['comparison'],
      timeMs: parsed.timeMs,
    };
  }
  throw invalid(filter, `invalid nominal time [${value}]. Valid format: [${processing.mask}]`);
}

function invalid(filter: string, reason: string): HowdahError {
  return new HowdahError('E0421', [filter, reason]);
}

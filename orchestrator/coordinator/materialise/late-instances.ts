/** Finds the instances that `coord:latest` and `coord:future` mean among the data that exist. */
import { lateInstancePhase } from '../../definition/el/coordinator-phases.ts';
import type {
  LateElContext,
  LateInstances,
} from '../../definition/el/functions/coordinator-late-functions.ts';
import { InstanceGrid } from '../dataset/instance-grid.ts';
import { uriOfInstance, uriWithDoneFlag } from '../dataset/uri-template.ts';
import type { Dataset } from '../definition/coordinator-definition.ts';
import { evaluateAndWrap } from '../definition/evaluate-and-wrap.ts';
import type { ProcessingTimeZone } from '../time/processing-time-zone.ts';
import type { UriExists } from './materialised-action.ts';

export interface LateQuestion {
  readonly dataset: Dataset;
  readonly nominalTimeMs: number;
  /** `coord:latest` counts back from the instance at or before it. */
  readonly latestFromMs: number;
  readonly processing: ProcessingTimeZone;
  readonly properties: ReadonlyMap<string, string>;
  readonly exists: UriExists;
}

export interface LateAnswer {
  /** Whether all that was asked for exists. */
  readonly isResolved: boolean;
  /** Those that were found, latest newest first, future oldest first. */
  readonly uris: readonly string[];
}

/** Instances that are looked at for one function: far more than any dataset keeps. */
const INSTANCES_MAX = 100_000;

/** @param text such as `${coord:latest(0)}` @throws HowdahError E1004 */
export async function findLateInstances(text: string, question: LateQuestion): Promise<LateAnswer> {
  const { properties } = question;
  const context: LateElContext = { properties, wanted: undefined };
  evaluateAndWrap(text, lateInstancePhase, context, properties);
  const { wanted } = context;
  return wanted === undefined ? { isResolved: false, uris: [] } : find(wanted, question);
}

async function find(wanted: LateInstances, question: LateQuestion): Promise<LateAnswer> {
  const { dataset, processing, exists } = question;
  const grid = new InstanceGrid(dataset);
  const isLatest = wanted.kind === 'latest';
  const first = grid.current(isLatest ? question.latestFromMs : question.nominalTimeMs);
  const uris: string[] = [];
  if (first === undefined) return { isResolved: false, uris };
  const step = isLatest ? -1 : 1;
  const last = isLatest ? wanted.start : wanted.end;
  let timeMs = first.timeMs;
  let available = 0;
  for (let looked = 0; looked <= instancesMax(wanted); looked++) {
    if (timeMs < grid.initialMs) break;
    const uri = uriOfInstance(dataset.uriTemplate, timeMs, processing);
    if (await exists(uriWithDoneFlag(uri, dataset.doneFlag))) {
      if (available === last) return { isResolved: true, uris: [...uris, uri] };
      if (isLatest ? available <= wanted.end : available >= wanted.start) uris.push(uri);
      available += step;
    }
    timeMs = grid.at(first.index + step * (looked + 1));
  }
  return { isResolved: false, uris };
}

function instancesMax(wanted: LateInstances): number {
  return wanted.kind === 'future' ? Math.min(wanted.limit, INSTANCES_MAX) : INSTANCES_MAX;
}

/** Finds entries by what clients ask for. */
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { DatabaseSchema } from '../store/database-schema.ts';
import type { SlaEntryRow } from '../store/sla-tables.ts';
import { judgeSla, slaStatusOf } from './judge-sla.ts';
import type { SlaEntry } from './sla-entry.ts';
import { slaFromRow } from './sla-rows.ts';
import type { SlaFilter, SlaPage } from './sla-service.ts';

/** What is met or missed depends on the time, so it is asked of the entries, a page at a time. */
const READ_AT_ONCE = 1_000;

export async function querySla(
  database: Kysely<DatabaseSchema>,
  filter: SlaFilter,
  page: SlaPage,
  nowMs: number,
): Promise<SlaEntry[]> {
  const found: SlaEntry[] = [];
  for (let offset = 0; ; offset += READ_AT_ONCE) {
    const rows = await readRows(database, filter, page, offset);
    for (const entry of rows.map(slaFromRow)) {
      if (matchesJudgement(entry, filter, nowMs)) found.push(entry);
      if (found.length === page.length) return found;
    }
    if (rows.length < READ_AT_ONCE) return found;
  }
}

function matchesJudgement(entry: SlaEntry, filter: SlaFilter, nowMs: number): boolean {
  const { slaStatuses, eventStatuses } = filter;
  if (slaStatuses !== undefined && !slaStatuses.includes(slaStatusOf(entry, nowMs))) return false;
  if (eventStatuses === undefined) return true;
  const judged = judgeSla(entry, nowMs);
  return eventStatuses.some((status) => judged.includes(status));
}

const sortColumns = {
  nominalTime: 'nominal_ms',
  parentId: 'parent_id',
  sequence: 'sequence',
} as const;

/** Of every bundle with that name, or of the one with that id. */
function coordinatorsOf(from: ExpressionBuilder<DatabaseSchema, 'sla_entries'>, bundle: string) {
  return from
    .selectFrom('coordinator_jobs as c')
    .innerJoin('bundle_jobs as b', 'b.id', 'c.bundle_id')
    .where((where) => where.or([where('b.id', '=', bundle), where('b.app_name', '=', bundle)]))
    .select('c.id');
}

type Listed = 'id' | 'app_name' | 'app_type' | 'user_name' | 'job_status';
type Ranged = Extract<keyof SlaEntryRow, `${string}_ms`>;

async function readRows(
  database: Kysely<DatabaseSchema>,
  filter: SlaFilter,
  { sortBy = 'nominalTime', isDescending = true }: SlaPage,
  offset: number,
): Promise<SlaEntryRow[]> {
  let query = database.selectFrom('sla_entries').selectAll();
  for (const [column, values] of lists(filter)) {
    if (values !== undefined) query = query.where(column, 'in', values);
  }
  for (const [column, from, to] of ranges(filter)) {
    if (from !== undefined) query = query.where(column, '>=', from);
    if (to !== undefined) query = query.where(column, '<=', to);
  }
  const { parentId, bundle, afterSequence } = filter;
  if (parentId !== undefined) query = query.where('parent_id', '=', parentId);
  if (bundle !== undefined) {
    query = query.where('parent_id', 'in', (from) => coordinatorsOf(from, bundle));
  }
  if (afterSequence !== undefined) query = query.where('sequence', '>', afterSequence);
  return await query
    .orderBy(sortColumns[sortBy], isDescending ? 'desc' : 'asc')
    .orderBy('nominal_ms')
    .orderBy('id')
    .limit(READ_AT_ONCE)
    .offset(offset)
    .execute();
}

function lists(filter: SlaFilter): (readonly [Listed, readonly string[] | undefined])[] {
  return [
    ['id', filter.ids],
    ['app_name', filter.appNames],
    ['app_type', filter.appTypes],
    ['user_name', filter.users],
    ['job_status', filter.jobStatuses],
  ];
}

function ranges(filter: SlaFilter): (readonly [Ranged, number | undefined, number | undefined])[] {
  return [
    ['nominal_ms', filter.nominalFromMs, filter.nominalToMs],
    ['created_ms', filter.createdFromMs, filter.createdToMs],
    ['expected_start_ms', filter.expectedStartFromMs, filter.expectedStartToMs],
    ['expected_end_ms', filter.expectedEndFromMs, filter.expectedEndToMs],
    ['actual_start_ms', filter.actualStartFromMs, filter.actualStartToMs],
    ['actual_end_ms', filter.actualEndFromMs, filter.actualEndToMs],
  ];
}

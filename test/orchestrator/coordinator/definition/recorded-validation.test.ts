/** Every recorded answer of a real Oozie to a coordinator, against ours: submission and dry run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import type { CoordinatorDefinition } from '../../../../orchestrator/coordinator/definition/coordinator-definition.ts';
import { defaultCoordinatorSettings } from '../../../../orchestrator/coordinator/definition/coordinator-settings.ts';
import {
  readCoordinator,
  requireCoordinator,
} from '../../../../orchestrator/coordinator/definition/read-coordinator.ts';
import { dryRun, dryRunText } from '../../../../orchestrator/coordinator/materialise/dry-run.ts';
import { validateSchema } from '../../../../orchestrator/definition/validate-schema.ts';
import { readExample } from '../../definition/recorded-cases.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

interface RecordedCase {
  readonly id: string;
  readonly xml: string;
  readonly props: Readonly<Record<string, string>>;
  readonly validate: Answer;
  readonly dryrun: Answer;
  readonly submit: Answer;
}

const golden = new URL('../../../fixture/golden/', import.meta.url);

function readJson<Value>(name: string): Value {
  return JSON.parse(readFileSync(new URL(name, golden), 'utf8')) as Value;
}

const examples = readJson<(RecordedCase & { file: string; kind: string })[]>(
  'validation_examples.json',
)
  .filter(({ kind }) => kind === 'coord')
  .map((one) => ({ ...one, id: one.file, xml: readExample(one.file) }));
const cases = [...readJson<RecordedCase[]>('validation_coordinator.json'), ...examples];

/** The window that Oozie's dry run looks through. */
const WINDOW_MS = 3_600_000;

interface Submitted {
  readonly definition: CoordinatorDefinition;
  readonly configuration: ReadonlyMap<string, string>;
}

/** Included files are not there, as they were not when the answers were recorded. */
function submit({ xml, props }: RecordedCase): Submitted {
  const given = new Map([['user.name', 'root'], ...Object.entries(props ?? {})]);
  const read = readCoordinator(xml, given, { file: 'coordinator.xml' });
  const [include] = read.missingIncludes;
  if (include !== undefined) throw new HowdahError('E1002', [include, notThere(include)]);
  return { definition: requireCoordinator(read), configuration: read.configuration };
}

function notThere(uri: string): string {
  const path = uri.replace('file://', '');
  return `path not existed : ${path}: ${path}`;
}

/** What was recorded at another time has another actual time. */
function withoutActualTime(text: string): string {
  return text.replaceAll(/action-actual-time="[^"]*"/g, 'action-actual-time=""');
}

function codeOf({ status, headers }: Answer): string | undefined {
  return status < 300 ? undefined : headers['oozie-error-code'];
}

async function outcome<Value>(work: () => Promise<Value>): Promise<Value | HowdahError> {
  return work().catch((error: unknown) => {
    if (error instanceof HowdahError) return error;
    throw error;
  });
}

/** Schema texts come from a Java library; what an XML parser says of a DOCTYPE, too. */
const javaTexts = new Set<string | undefined>(['E0700', 'E0701']);

/** Header values hold no line ends. */
function headerText(text: string): string {
  return text.replaceAll('\n', ' ');
}

function expectSame(ours: unknown, recorded: Answer): void {
  const code = codeOf(recorded);
  expect(ours instanceof HowdahError ? ours.code : undefined).toBe(code);
  if (!(ours instanceof HowdahError) || javaTexts.has(code)) return;
  expect(headerText(ours.codedMessage)).toBe(recorded.headers['oozie-error-message']);
  expect(ours.httpStatus).toBe(recorded.status);
}

describe('submission', () => {
  it.each(cases)('answers for $id as it does', async (recorded) => {
    expectSame(await outcome(async () => submit(recorded)), recorded.submit);
  });
});

describe('a dry run', () => {
  /** There is no catalog, and no attempt to reach one. */
  const needsCatalog = new Set(['hcatalog/coordinator.xml']);

  it.each(cases.filter(({ id }) => !needsCatalog.has(id)))(
    'shows for $id what it does',
    async (recorded) => {
      const ours = await outcome(async () => {
        const { definition, configuration } = submit(recorded);
        const actions = await dryRun({
          definition,
          settings: defaultCoordinatorSettings,
          configuration,
          jobId: '0000001-261121021246880-oozie-root-C',
          untilMs: definition.startMs + WINDOW_MS,
          limit: definition.controls.throttle,
          nowMs: Date.UTC(2026, 10, 21),
          exists: async () => false,
        });
        return dryRunText(definition, actions);
      });
      expectSame(ours, recorded.dryrun);
      if (typeof ours !== 'string') return;
      const { id } = JSON.parse(recorded.dryrun.body ?? '{}') as { readonly id: string };
      expect(withoutActualTime(ours)).toBe(withoutActualTime(id));
    },
  );
});

describe('the schema check', () => {
  it.each(cases)('answers for $id as it does', ({ xml, validate }) => {
    const [first] = validateSchema(xml, 'coordinator.xml');
    expect(first?.code).toBe(codeOf(validate));
  });
});

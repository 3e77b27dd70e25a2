/** Recorded answers of a real Oozie server to definitions (test/fixture/golden/README.md). */
import { readFileSync } from 'node:fs';

export interface RecordedAnswer {
  readonly status: number;
  /** The error code; undefined for success. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

export interface RecordedCase {
  readonly id: string;
  readonly xml: string;
  readonly props: Readonly<Record<string, string>>;
  readonly validate: RecordedAnswer;
  readonly dryrun: RecordedAnswer;
  readonly submit: RecordedAnswer;
}

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

type RawCase = Readonly<Record<'validate' | 'dryrun' | 'submit', RawAnswer>> & {
  readonly props?: Readonly<Record<string, string>>;
};

const golden = new URL('../../fixture/golden/', import.meta.url);
const examples = new URL('../../fixture/oozie/examples/', import.meta.url);

export function recordedWorkflows(): RecordedCase[] {
  const cases = readJson<(RawCase & { id: string; xml: string })[]>('validation_workflow.json');
  return cases.map((one) => ({ id: one.id, xml: one.xml, ...answersOf(one) }));
}

/** Those of the example apps that are workflows. */
export function recordedExamples(): RecordedCase[] {
  const cases = readJson<(RawCase & { file: string; kind: string })[]>('validation_examples.json');
  return cases
    .filter((one) => one.kind === 'wf')
    .map((one) => ({ id: one.file, xml: readExample(one.file), ...answersOf(one) }));
}

/** Coordinators and bundles. */
export function recordedCoordinators(): RecordedCase[] {
  const cases = readJson<(RawCase & { id: string; xml: string })[]>('validation_coordinator.json');
  const examples = readJson<(RawCase & { file: string; kind: string })[]>(
    'validation_examples.json',
  );
  return [
    ...cases.map((one) => ({ id: one.id, xml: one.xml, ...answersOf(one) })),
    ...examples
      .filter((one) => one.kind !== 'wf')
      .map((one) => ({ id: one.file, xml: readExample(one.file), ...answersOf(one) })),
  ];
}

/** @param path below the folder of the example apps, such as `shell/workflow.xml` */
export function readExample(path: string): string {
  return readFileSync(new URL(path, examples), 'utf8');
}

function readJson<Value>(file: string): Value {
  return JSON.parse(readFileSync(new URL(file, golden), 'utf8')) as Value;
}

function answersOf(one: RawCase): Omit<RecordedCase, 'id' | 'xml'> {
  return {
    props: one.props ?? {},
    validate: answerOf(one.validate),
    dryrun: answerOf(one.dryrun),
    submit: answerOf(one.submit),
  };
}

function answerOf({ status, headers }: RawAnswer): RecordedAnswer {
  return {
    status,
    code: headers['oozie-error-code'],
    message: headers['oozie-error-message'],
  };
}

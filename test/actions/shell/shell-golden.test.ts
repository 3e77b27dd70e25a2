/** Replays the shell actions that a real Oozie was seen to run on YARN. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ActionError } from '../../../actions/contract/action-type.ts';
import { shellActionType } from '../../../actions/shell/shell-action.ts';
import { parseProperties } from '../../../base/properties/parse-properties.ts';
import { actionContext, runProcessAction } from '../action-context.ts';
import { parseElement } from '../parse-element.ts';

interface RecordedAction {
  readonly type: string;
  readonly conf: string;
  readonly status: string;
  readonly externalStatus: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly data: string | null;
}

interface RecordedStep {
  readonly step: string;
  readonly answer: { readonly body?: unknown };
}

const golden = fileURLToPath(new URL('../../fixture/golden', import.meta.url));

const recorded = recordedShellActions();
const type = shellActionType();

test('there are recordings', () => {
  expect(recorded.length).toBeGreaterThan(25);
});

test.each(recorded)('$step ends as it did', async ({ action }) => {
  const end = await replay(action);
  expect(end).toMatchObject({
    status: action.status,
    externalStatus: action.externalStatus,
    errorCode: action.errorCode,
  });
  if (action.errorMessage?.startsWith('Cannot run program')) {
    expect(end.errorMessage).toMatch(/^Cannot run program "nosuchcmd" \(in directory "/);
    expect(end.errorMessage).toContain('error=2, No such file or directory');
  } else
    expect(end.errorMessage?.replaceAll(golden, '/golden')).toBe(action.errorMessage ?? undefined);
  if (action.data !== null) expectData(end.data, action.data);
});

function expectData(data: string | undefined, recordedData: string): void {
  const expected = parseProperties(recordedData);
  const actual = parseProperties(data ?? '');
  // What the script that prints its environment was given; the rest is that machine's.
  if (expected.has('PATH')) {
    expect(actual.get('A')).toBe(expected.get('A'));
    expect(actual.get('PATH')).toMatch(/^\.:/);
    expect(actual.get('OOZIE_ACTION_CONF_XML')).toMatch(/\/action\.xml$/);
  } else expect(actual).toEqual(expected);
}

async function replay(action: RecordedAction) {
  const context = actionContext(parseElement(action.conf.replaceAll('/golden', golden)));
  try {
    const outcome = await runProcessAction(type, context);
    return { errorCode: null, ...outcome };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return {
      status: error.errorClass,
      externalStatus: error.externalStatus ?? null,
      errorCode: error.code,
      errorMessage: error.message,
      data: undefined,
    };
  }
}

function recordedShellActions() {
  const steps: readonly RecordedStep[] = JSON.parse(
    readFileSync(`${golden}/live_yarn.json`, 'utf8'),
  );
  return steps
    .filter(({ step }) => /^shell .*: info$/.test(step))
    .flatMap(({ step, answer }) =>
      (JSON.parse(String(answer.body)).actions as RecordedAction[])
        .filter((action) => action.type === 'shell' && action.status !== 'RUNNING')
        .map((action) => ({ step, action })),
    );
}

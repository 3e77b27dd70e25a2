/** Replays the fs actions that a real Oozie was seen to run on local files. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { ActionError } from '../../../actions/contract/action-type.ts';
import { fsActionType } from '../../../actions/fs/fs-action.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { actionContext } from '../action-context.ts';
import { parseElement } from '../parse-element.ts';

interface RecordedAction {
  readonly type: string;
  readonly conf: string;
  readonly status: string;
  readonly externalStatus: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

interface RecordedStep {
  readonly step: string;
  readonly answer: { readonly body?: unknown };
}

/**
 * Where Oozie failed by an exception of its own, we answer the code that is documented for the
 * case; where its name node came to nothing, we do what was asked for.
 */
const mended: Readonly<Record<string, string | null>> = {
  'fs-badscheme: info':
    'FS002: Scheme [nope] not supported in path [nope://h/x]: ' +
    'map it to a local directory with the setting howdah.name-node.map',
  'fs-chmod-bad: info': 'FS010: Invalid permission mask [999]: write it as 755 or as -rwxr-xr-x',
  'fs-chmod-bad2: info': 'FS010: Invalid permission mask [rwx]: write it as 755 or as -rwxr-xr-x',
  'fs-touchz-dir: info': 'FS014: file:/golden/data/live/a is a directory',
  'fs-touchz-nonempty: info': 'FS014: file:/golden/data/eldir/f.txt must be a zero-length file',
  'fs-chgrp-bad: info': 'FS014: /golden/data/live/a: there is no group [nosuchgroup]',
  'fs-empty-path: info': 'FS004: Invalid path [], Can not create a Path from an empty string',
  'fs-nn-relative: info': null,
};

test('every recorded fs action ends as it did, in the recorded order', async () => {
  const root = temporaryDirectory();
  mkdirSync(`${root}/data/live/a/b`, { recursive: true });
  mkdirSync(`${root}/data/eldir`);
  writeFileSync(`${root}/data/live/a/g`, 'g');
  writeFileSync(`${root}/data/eldir/f.txt`, 'not empty');
  const recorded = recordedFsActions();
  expect(recorded.length).toBe(26);
  for (const { step, action } of recorded) {
    // Changing a group to another one takes a privileged user.
    if (step.startsWith('fs-chgrp:') && userInfo().uid !== 0) continue;
    const expected = expectedEnd(step, action);
    expect({ step, ...(await replay(action, root)) }).toEqual({ step, ...expected });
  }
  expect(existsSync(`${root}/data/live/nn/mm/y`)).toBe(true);
  expect(existsSync(`${root}/data/live/gl/x1`)).toBe(false);
  expect(existsSync(`${root}/data/live/mgt/x1`)).toBe(true);
});

function expectedEnd(step: string, action: RecordedAction) {
  const message = step in mended ? mended[step] : action.errorMessage;
  if (message === null || message === undefined) return { status: 'OK', externalStatus: 'OK' };
  return {
    status: 'ERROR',
    externalStatus: 'ERROR',
    errorCode: message.slice(0, message.indexOf(':')),
    errorMessage: message,
  };
}

async function replay(action: RecordedAction, root: string) {
  const context = actionContext(parseElement(action.conf.replaceAll('/golden', root)));
  try {
    return await fsActionType.run(context);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    return {
      status: error.errorClass,
      externalStatus: error.externalStatus,
      errorCode: error.code,
      errorMessage: error.message.replaceAll(root, '/golden'),
    };
  }
}

function recordedFsActions() {
  const url = new URL('../../fixture/golden/live_workflow.json', import.meta.url);
  const steps: readonly RecordedStep[] = JSON.parse(readFileSync(url, 'utf8'));
  return steps
    .filter(({ step }) => /^fs-.*: info$/.test(step))
    .flatMap(({ step, answer }) =>
      (JSON.parse(String(answer.body)).actions as RecordedAction[])
        .filter(({ type }) => type === 'fs')
        .map((action) => ({ step, action })),
    );
}

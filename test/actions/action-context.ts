/** What an action gets from the orchestrator, for the tests of action types. */
import type {
  ActionContext,
  ActionOutcome,
  ProcessActionType,
} from '../../actions/contract/action-type.ts';
import { ActionError } from '../../actions/contract/action-type.ts';
import type { Element } from '../../actions/contract/element.ts';
import { ProcessRunner } from '../../actions/process/process-runner.ts';
import { FileSystemRegistry } from '../../base/file-system/file-system-registry.ts';
import { ManualClock } from '../../base/time/manual-clock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const position = { file: 'workflow.xml', line: 1, column: 1 };

/** An element with text, or with children. */
export function element(
  name: string,
  content: string | readonly Element[] = '',
  attributes: Readonly<Record<string, string>> = {},
): Element {
  const text = typeof content === 'string' ? content : '';
  const children = typeof content === 'string' ? [] : content;
  return {
    name,
    namespace: '',
    attributes: new Map(Object.entries(attributes)),
    children,
    text,
    position,
  };
}

/** `configuration` with its properties. */
export function configuration(properties: Readonly<Record<string, string>>): Element {
  const children = Object.entries(properties).map(([name, value]) =>
    element('property', [element('name', name), element('value', value)]),
  );
  return element('configuration', children);
}

export interface TestContext extends ActionContext {
  /** The app's directory, a local path. */
  readonly app: string;
  /** Log lines: `ERROR message`. */
  readonly lines: string[];
}

export function actionContext(
  root: Element,
  overrides: Partial<ActionContext> & { readonly app?: string } = {},
): TestContext {
  const app = overrides.app ?? temporaryDirectory();
  const lines: string[] = [];
  const log = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  return {
    actionId: '0000000-261121000000000-oozie-test-W@a',
    nodeName: 'a',
    job: {
      id: '0000000-261121000000000-oozie-test-W',
      name: 'test',
      user: 'test',
      group: undefined,
      appDirectory: `file://${app}`,
      run: 0,
      configuration: new Map(),
    },
    element: root,
    configuration: new Map(),
    directory: temporaryDirectory(),
    fileSystems: new FileSystemRegistry(),
    clock: new ManualClock(Date.UTC(2026, 10, 21, 2, 59, 49)),
    log: { info: log('INFO'), warn: log('WARN'), error: log('ERROR') },
    signal: new AbortController().signal,
    settings: new Map(),
    app,
    lines,
    ...overrides,
  };
}

const runner = new ProcessRunner();

/** Runs a process action from its preparation to its outcome. */
export async function runProcessAction(
  type: ProcessActionType,
  context: ActionContext,
): Promise<ActionOutcome> {
  const running = await runner.start(context.directory, await type.prepare(context));
  return type.conclude(context, await running.ended);
}

/** The failure that an action reports. */
export async function actionError(work: Promise<unknown>): Promise<ActionError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ActionError) return thrown;
  throw new Error(`Expected an ActionError, not ${thrown}`, { cause: thrown });
}

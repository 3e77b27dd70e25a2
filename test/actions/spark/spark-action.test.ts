import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Element } from '../../../actions/contract/element.ts';
import { sparkActionType } from '../../../actions/spark/spark-action.ts';
import { FileSystemRegistry } from '../../../base/file-system/file-system-registry.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import {
  actionContext,
  actionError,
  element,
  runProcessAction,
  type TestContext,
} from '../action-context.ts';

interface Application {
  readonly jar: string;
  readonly master?: string;
  readonly rest?: readonly Element[];
  /** Files of the app, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly configuration?: ReadonlyMap<string, string>;
}

function sparkContext({ jar, master = 'local[1]', rest = [], ...more }: Application): TestContext {
  const before = rest.filter(({ name }) => name === 'prepare');
  const after = rest.filter(({ name }) => name !== 'prepare');
  const root = element('spark', [
    ...before,
    element('master', master),
    element('name', 'the name'),
    element('jar', jar),
    ...after,
  ]);
  const configuration = more.configuration ?? new Map();
  const context = { ...actionContext(root), configuration };
  for (const [path, text] of Object.entries(more.files ?? {})) {
    mkdirSync(`${context.app}/${path}`.replace(/\/[^/]*$/, ''), { recursive: true });
    writeFileSync(`${context.app}/${path}`, text);
  }
  return context;
}

const stdout = (context: TestContext) => readFileSync(`${context.directory}/stdout`, 'utf8');

describe('an application of ours', () => {
  const type = sparkActionType();

  test.each([[element('mode', 'cluster')], [element('spark-opts', '--deploy-mode cluster')]])(
    'is refused in cluster mode (%#)',
    async (mode) => {
      const context = sparkContext({ jar: 'a.ts', rest: [mode], files: { 'a.ts': '' } });
      const error = await actionError(type.prepare(context));
      expect(error.code).toBe('HOWDAH_DEPLOY_MODE_UNAVAILABLE');
    },
  );

  test('hands the secret of a cluster on beside the command line', async () => {
    const configuration = new Map([['spark.authenticate.secret', 'from the configuration']]);
    const files = { 'a.ts': '' };
    const own = element('spark-opts', '--conf spark.authenticate.secret=the secret');
    for (const [rest, secret] of [
      [[], 'from the configuration'],
      [[own], 'the secret'],
    ] as const) {
      const context = sparkContext({ jar: 'a.ts', rest, files, configuration });
      const { arguments: words, environment } = await type.prepare(context);
      expect(words.join(' ')).not.toContain('secret');
      expect(environment).toMatchObject({ _SPARK_AUTH_SECRET: secret });
    }
  });

  test('runs on the engine, with its arguments', async () => {
    const context = sparkContext({
      jar: 'totals.ts',
      rest: [element('arg', ' a b '), element('arg', ''), element('arg', '--name')],
      files: {
        'totals.ts': `import { shout } from './shout.ts';
console.log(shout(JSON.stringify(process.argv.slice(2) as string[])));`,
        'shout.ts': 'export const shout = (text: string) => `${text}!`;',
      },
    });
    expect(await runProcessAction(type, context)).toEqual({
      status: 'OK',
      externalStatus: 'SUCCEEDED',
      externalChildIds: undefined,
    });
    expect(stdout(context)).toBe('["a b","","--name"]!\n');
  });

  test('that throws is an error with its cause', async () => {
    const context = sparkContext({
      jar: 'fails.ts',
      files: { 'fails.ts': "\nthrow new Error('boom', { cause: new TypeError('deeper') });" },
    });
    const outcome = await runProcessAction(type, context);
    expect(outcome).toMatchObject({
      status: 'ERROR',
      externalStatus: 'FAILED/KILLED',
      errorCode: '1',
    });
    expect(outcome.errorMessage).toMatch(
      /^Main Class \[org\.apache\.oozie\.action\.hadoop\.SparkMain\], exit code \[1\]: .*deeper/,
    );
    expect(context.lines.join('\n')).toContain('boom');
  });

  test('ends with the exit code that it chooses', async () => {
    const context = sparkContext({ jar: 'a.js', files: { 'a.js': 'process.exitCode = 7;' } });
    expect(await runProcessAction(type, context)).toMatchObject({
      errorCode: '7',
      errorMessage: 'Main Class [org.apache.oozie.action.hadoop.SparkMain], exit code [7]',
    });
  });

  test('is told where to report its progress, and of its action', async () => {
    const context = sparkContext({
      jar: 'a.js',
      files: {
        'a.js': `const { HOWDAH_PROGRESS_FILE, HOWDAH_ACTION_ID } = process.env;
console.log(HOWDAH_PROGRESS_FILE, HOWDAH_ACTION_ID, process.cwd());`,
      },
    });
    await runProcessAction(type, context);
    expect(stdout(context)).toBe(
      `${context.directory}/progress.ndjson ${context.actionId} ${context.directory}/work\n`,
    );
  });

  test('finds its files beside it, and its output prepared', async () => {
    const data = temporaryDirectory();
    mkdirSync(`${data}/out`);
    const context = sparkContext({
      jar: 'a.js',
      rest: [
        element('prepare', [element('delete', '', { path: `file://${data}/out` })]),
        element('file', 'words.txt#list'),
      ],
      files: {
        'words.txt': 'w',
        'a.js': `import { existsSync, readFileSync } from 'node:fs';
console.log(readFileSync('list', 'utf8'), existsSync('${data}/out'));`,
      },
    });
    await runProcessAction(type, context);
    expect(stdout(context)).toBe('w false\n');
  });

  test('that is missing is named', async () => {
    const context = sparkContext({ jar: 'none.ts' });
    const error = await actionError(runProcessAction(type, context));
    expect(error).toMatchObject({ errorClass: 'ERROR', code: 'JA008', externalStatus: 'ERROR' });
    expect(error.message).toContain(`JA008: File file:${context.app}/none.ts does not exist`);
  });

  test.each([
    ['', 'local[1]', '<jar> is empty'],
    ['a.js', ' ', '<master> is empty'],
  ])('needs a jar and a master: %j %j', async (jar, master, message) => {
    const context = sparkContext({ jar, master, files: { 'a.js': '' } });
    const error = await actionError(runProcessAction(type, context));
    expect(error.code).toBe('JA007');
    expect(error.message).toContain(message);
  });

  test('whose driver nobody knows the end of is not run again', async () => {
    const exit = { exitCode: undefined, stdoutPath: '', stderrPath: '' };
    const context = sparkContext({ jar: 'a.js' });
    const error = await actionError(type.conclude(context, { ...exit, doubt: 'outcome-unknown' }));
    expect(error.errorClass).toBe('NON_TRANSIENT');
  });
});

describe('an application of Apache Spark', () => {
  /** A spark-submit that shows its arguments, one in a line. */
  function sparkHome(text = 'printf "%s\\n" "$@"'): string {
    const home = temporaryDirectory();
    mkdirSync(`${home}/bin`);
    writeFileSync(`${home}/bin/spark-submit`, `#!/bin/sh\n${text}\n`);
    chmodSync(`${home}/bin/spark-submit`, 0o755);
    return home;
  }

  const PATH = '/usr/bin:/bin';

  async function submittedWords(context: TestContext): Promise<string[]> {
    const type = sparkActionType({ PATH, SPARK_HOME: sparkHome() });
    expect((await runProcessAction(type, context)).status).toBe('OK');
    return stdout(context).replaceAll(context.app, 'APP').trimEnd().split('\n');
  }

  test('is submitted with all that the action says, in order', async () => {
    const context = sparkContext({
      jar: 'app.jar',
      master: 'yarn',
      rest: [
        element('mode', 'client'),
        element('class', 'org.example.Main'),
        element('spark-opts', '--conf spark.a=1\n --files mine.txt --queue="q r"'),
        element('arg', '${x}'),
        element('file', 'data/f.txt'),
        element('archive', 'code.zip#code'),
      ],
      configuration: new Map([
        ['spark.b', '2'],
        ['other', '3'],
      ]),
      files: { 'app.jar': '', 'data/f.txt': '', 'code.zip': emptyZip },
    });
    expect(await submittedWords(context)).toEqual([
      ...['--master', 'yarn', '--deploy-mode', 'client'],
      ...['--name', 'the name', '--class', 'org.example.Main'],
      ...['--conf', 'spark.b=2'],
      ...['--conf', 'spark.a=1', '--files', 'mine.txt,f.txt', '--queue', 'q r'],
      ...['--archives', 'APP/code.zip#code', '--verbose', 'APP/app.jar', '${x}'],
    ]);
  });

  test.each([
    ['yarn-cluster', 'cluster'],
    ['yarn-client', 'client'],
  ])('may name the master in the old form %s', async (master, mode) => {
    const context = sparkContext({ jar: 'a.py', master, files: { 'a.py': '' } });
    expect((await submittedWords(context)).slice(0, 4)).toEqual([
      ...['--master', 'yarn', '--deploy-mode', mode],
    ]);
  });

  test.each([
    ['shipped.py', [element('file', 'code/a.py#shipped.py')], /\/work\/shipped\.py$/],
    ['linked.jar', [], /\/work\/linked\.jar$/],
    ['hdfs://nn:8020/apps/a.jar', [], /^hdfs:\/\/nn:8020\/apps\/a\.jar$/],
  ])('may be %s', async (jar, rest, location) => {
    const files = { 'code/a.py': '', 'lib/linked.jar': '' };
    const words = await submittedWords(sparkContext({ jar, rest, files }));
    expect(words.at(-1)).toMatch(location);
  });

  test('may lie on a name node that is mapped', async () => {
    const data = temporaryDirectory();
    writeFileSync(`${data}/a.jar`, '');
    const fileSystems = new FileSystemRegistry({ nameNodeMap: `hdfs://nn:8020=${data}` });
    const context = { ...sparkContext({ jar: 'hdfs://nn:8020/a.jar' }), fileSystems };
    expect((await submittedWords(context)).at(-1)).toBe(`${data}/a.jar`);
  });

  test('tells the applications that were submitted', async () => {
    const say = 'INFO Client: Submitted application application_1795229876956_0001';
    const home = sparkHome(`echo "${say}" >&2; echo "${say}"; exit 3`);
    const context = sparkContext({ jar: 'a.jar', files: { 'a.jar': '' } });
    const outcome = await runProcessAction(sparkActionType({ PATH, SPARK_HOME: home }), context);
    expect(outcome).toMatchObject({
      status: 'ERROR',
      errorCode: '3',
      externalChildIds: 'application_1795229876956_0001',
    });
  });

  test.each([
    [{ PATH: '/nowhere' }, 'SPARK_HOME is not set, and PATH has no spark-submit'],
    [{ PATH, SPARK_HOME: '/no/spark' }, 'SPARK_HOME is /no/spark, where there is no bin/'],
  ])('says what is missing without one: %j', async (environment, reason) => {
    const context = sparkContext({ jar: 'a.jar', files: { 'a.jar': '' } });
    const error = await actionError(runProcessAction(sparkActionType(environment), context));
    expect(error).toMatchObject({ errorClass: 'ERROR', code: 'JA018' });
    expect(error.message).toContain('Cannot run program "spark-submit"');
    expect(error.message).toContain(reason);
  });
});

/** The end of a ZIP file without entries. */
const emptyZip = `PK\x05\x06${'\0'.repeat(18)}`;

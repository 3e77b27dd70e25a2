import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Element } from '../../../actions/contract/element.ts';
import { shellActionType } from '../../../actions/shell/shell-action.ts';
import { FileSystemRegistry } from '../../../base/file-system/file-system-registry.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import {
  actionContext,
  actionError,
  configuration,
  element,
  runProcessAction,
  type TestContext,
} from '../action-context.ts';

const type = shellActionType();

const argument = (text: string) => element('argument', text);
const file = (text: string) => element('file', text);
const environment = (text: string) => element('env-var', text);
const capture = element('capture-output');

function shell(exec: string, ...rest: Element[]): Element {
  return element('shell', [element('exec', exec), ...rest]);
}

/** The context of a shell action with a shipped script. */
function scriptContext(text: string, ...rest: Element[]): TestContext {
  const context = actionContext(shell('run.sh', ...rest, file('run.sh')));
  writeFileSync(`${context.app}/run.sh`, text);
  return context;
}

const run = (context: TestContext) => runProcessAction(type, context);

const stdout = (context: TestContext) => readFileSync(`${context.directory}/stdout`, 'utf8');

/** Captured data without its date line. */
async function dataOf(context: TestContext): Promise<string | undefined> {
  const outcome = await run(context);
  expect(outcome).toMatchObject({ status: 'OK', externalStatus: 'SUCCEEDED' });
  return outcome.data?.replace('#\n#Sat Nov 21 02:59:49 UTC 2026\n', '');
}

describe('the command', () => {
  test('succeeds without data when its output is not captured', async () => {
    const context = actionContext(shell(' echo ', argument('k=v')));
    expect(await run(context)).toEqual({ status: 'OK', externalStatus: 'SUCCEEDED' });
    expect(stdout(context)).toBe('k=v\n');
  });

  test.each([1, 3, 127])('that exits with %d is reported with 1', async (status) => {
    const context = scriptContext(`echo k=v; echo "went wrong" >&2; exit ${status}`, capture);
    expect(await run(context)).toEqual({
      status: 'ERROR',
      externalStatus: 'FAILED/KILLED',
      errorCode: '1',
      errorMessage: 'Main Class [org.apache.oozie.action.hadoop.ShellMain], exit code [1]',
    });
    expect(context.lines).toEqual([
      `INFO Exit code of the Shell command ${status}`,
      'ERROR went wrong',
    ]);
  });

  test('gets its arguments trimmed, empty ones too, and nothing is interpreted', async () => {
    const arguments_ = ['x y', '', '  lead ', '$HOME', '"q"', 'é', '$(id)', 'a\nb', "it's", '*'];
    const show = 'for x in "$@"; do printf "[%s]" "$x"; done';
    const context = scriptContext(`#!/bin/sh\n${show}`, ...arguments_.map(argument));
    await run(context);
    expect(stdout(context)).toBe('[x y][][lead][$HOME]["q"][é][$(id)][a\nb][it\'s][*]');
  });

  test('whose outcome nobody knows is not run again', async () => {
    const context = actionContext(shell('true'));
    const exit = { exitCode: undefined, stdoutPath: '', stderrPath: '' };
    const unknown = await actionError(
      type.conclude(context, { ...exit, doubt: 'outcome-unknown' }),
    );
    expect(unknown).toMatchObject({
      errorClass: 'NON_TRANSIENT',
      code: 'HOWDAH_OUTCOME_UNKNOWN',
    });
    const neverRun = await actionError(
      type.conclude(context, { ...exit, doubt: 'never-executed' }),
    );
    expect(neverRun).toMatchObject({ errorClass: 'TRANSIENT', code: 'JA009' });
  });
});

describe('exec', () => {
  test('is a shipped script whatever its mode, and without a #! line', async () => {
    const context = scriptContext('echo "$0 $1"', argument('a'));
    chmodSync(`${context.app}/run.sh`, 0o400);
    await run(context);
    expect(stdout(context)).toBe('./run.sh a\n');
  });

  test('counts with its base name', async () => {
    const context = actionContext(shell('scripts/run.sh', file('scripts/run.sh')));
    mkdirSync(`${context.app}/scripts`);
    writeFileSync(`${context.app}/scripts/run.sh`, 'echo base');
    await run(context);
    expect(stdout(context)).toBe('base\n');
  });

  test('may be an absolute path that PATH does not have', async () => {
    const directory = temporaryDirectory();
    writeFileSync(`${directory}/tool`, '#!/bin/sh\necho tool');
    chmodSync(`${directory}/tool`, 0o755);
    const context = actionContext(shell(`${directory}/tool`));
    await run(context);
    expect(stdout(context)).toBe('tool\n');
  });

  test.each([
    ['nosuchcmd', 'error=2, No such file or directory: ship it with <file>, or install it'],
    ['/no/such/cmd', 'error=2, No such file or directory: ship it with <file>, or install it'],
    ['plain.sh', 'the app has such a file, and <file>plain.sh</file> would ship it'],
  ])('%s is not found, and the message says what to do', async (exec, mend) => {
    const context = actionContext(shell(exec));
    writeFileSync(`${context.app}/plain.sh`, 'true');
    const error = await actionError(run(context));
    expect(error).toMatchObject({
      errorClass: 'ERROR',
      code: 'JA018',
      externalStatus: 'FAILED/KILLED',
    });
    const name = exec.slice(exec.lastIndexOf('/') + 1);
    expect(error.message).toContain(
      `Cannot run program "${name}" (in directory "${context.directory}/work"): `,
    );
    expect(error.message).toContain(mend);
  });

  test('that may not be executed is told apart', async () => {
    const directory = temporaryDirectory();
    writeFileSync(`${directory}/tool`, 'true');
    const error = await actionError(run(actionContext(shell(`${directory}/tool`))));
    expect(error.code).toBe('JA018');
    expect(error.message).toContain(
      `error=13, Permission denied: make it executable (chmod +x ${directory}/tool)`,
    );
  });

  test.each([
    ['#!/no/such/interpreter -x\n', 'the interpreter /no/such/interpreter, which does not exist'],
    [
      '#!/bin/sh\r\necho\r\n',
      'the file has Windows line ends (CR LF); save it with Unix ones (LF)',
    ],
  ])('with the first line %j is refused with the reason', async (text, reason) => {
    const error = await actionError(run(scriptContext(text)));
    expect(error.code).toBe('JA018');
    expect(error.message).toContain(reason);
  });

  test('may not be empty', async () => {
    expect((await actionError(run(actionContext(shell(' '))))).code).toBe('JA007');
  });
});

describe('the environment', () => {
  test('holds what the action sets over what the server has, less its own settings', async () => {
    const server = { PATH: '/usr/bin:/bin', A: 'server', KEPT: 'yes', HOWDAH_SECRET: 'x' };
    const context = actionContext(shell('env', environment(' A=B c=d '), environment('Q="$(id)"')));
    const running = runProcessAction(shellActionType(server), context);
    expect((await running).status).toBe('OK');
    const lines = stdout(context).split('\n');
    expect(lines).toContain('A=B c=d');
    expect(lines).toContain('Q="$(id)"');
    expect(lines).toContain('KEPT=yes');
    expect(lines).toContain(`HOWDAH_ACTION_ID=${context.actionId}`);
    expect(lines.filter((line) => line.startsWith('HOWDAH_SECRET'))).toEqual([]);
    expect(lines.find((line) => line.startsWith('PATH='))).toMatch(
      /^PATH=\.:\/.*\/bin:\/usr\/bin:\/bin$/,
    );
  });

  test.each(['NOEQ', 'A=', '=B', ''])('refuses %j as a variable', async (text) => {
    const error = await actionError(run(actionContext(shell('echo', environment(text)))));
    expect(error).toMatchObject({
      errorClass: 'FAILED',
      code: 'JA010',
      message: `JA010: Wrong ENV format [${text}] in <env-var> , key=value format expected `,
      externalStatus: undefined,
    });
  });

  test('names a file with the action’s configuration', async () => {
    const context = {
      ...actionContext(shell('sh', argument('-c'), argument('cat "$OOZIE_ACTION_CONF_XML"'))),
      configuration: new Map([['a.b', '1 < 2 & "x"']]),
    };
    await run(context);
    expect(stdout(context)).toContain(
      '<property><name>a.b</name><value>1 &lt; 2 &amp; "x"</value></property>',
    );
  });

  test('names Hadoop’s files if the action wants them', async () => {
    const setup = 'oozie.action.shell.setup.hadoop.conf.dir';
    const show = 'cat $HADOOP_CONF_DIR/core-site.xml; test $YARN_CONF_DIR = $HADOOP_CONF_DIR';
    const context = {
      ...actionContext(shell('sh', argument('-c'), argument(show))),
      configuration: new Map([[setup, 'true']]),
    };
    expect((await run(context)).status).toBe('OK');
    expect(stdout(context)).toContain(`<name>${setup}</name>`);
  });
});

describe('files', () => {
  test('are placed under their names, from lists too', async () => {
    const show = 'cat a.txt b.txt sub/c.txt; ls tree';
    const context = scriptContext(show, file(' data/a.txt , data/a.txt#b.txt,,data/c#sub/c.txt'));
    mkdirSync(`${context.app}/data/tree`, { recursive: true });
    writeFileSync(`${context.app}/data/a.txt`, 'a');
    writeFileSync(`${context.app}/data/c`, 'c');
    writeFileSync(`${context.app}/data/tree/leaf`, '');
    const withTree = {
      ...context,
      element: add(context.element, file(`${context.app}/data/tree`)),
    };
    expect((await run(withTree)).status).toBe('OK');
    expect(stdout(context)).toBe('aacleaf\n');
  });

  test('without a scheme belong to the name node', async () => {
    const data = temporaryDirectory();
    mkdirSync(`${data}/user`);
    writeFileSync(`${data}/user/x.sh`, 'echo mapped');
    const root = element('shell', [
      element('name-node', 'hdfs://nn:8020'),
      element('exec', 'x.sh'),
      file('/user/x.sh'),
    ]);
    const fileSystems = new FileSystemRegistry({ nameNodeMap: `hdfs://nn:8020=${data}` });
    const context = actionContext(root, { fileSystems });
    await run(context);
    expect(stdout(context)).toBe('mapped\n');
  });

  test.each([
    ['file:///nope/x.sh#x.sh', 'JA008: File file:/nope/x.sh#x.sh does not exist'],
    ['/nope/x.sh', 'JA008: File /nope/x.sh does not exist'],
    [
      'hdfs://nn:1/x.sh',
      'JA008: File hdfs://nn:1/x.sh does not exist: this server reaches no file system hdfs://nn:1',
    ],
  ])('that are missing are named: %s', async (path, message) => {
    const error = await actionError(run(actionContext(shell('true', file(path)))));
    expect(error).toMatchObject({
      errorClass: 'ERROR',
      code: 'JA008',
      message,
      externalStatus: 'ERROR',
    });
  });

  test.each(['a#../b', 'a#/b', 'a#..', '/'])('may not lead out: %s', async (path) => {
    const error = await actionError(run(actionContext(shell('true', file(path)))));
    expect(error).toMatchObject({ errorClass: 'FAILED', code: 'JA010' });
  });

  test('of the app’s library are there, unless a shipped file has the name', async () => {
    const context = scriptContext('cat one.jar two.jar', file('mine/two.jar'));
    mkdirSync(`${context.app}/lib/nested`, { recursive: true });
    mkdirSync(`${context.app}/mine`);
    writeFileSync(`${context.app}/lib/one.jar`, '1');
    writeFileSync(`${context.app}/lib/two.jar`, 'library');
    writeFileSync(`${context.app}/mine/two.jar`, 'mine');
    await run(context);
    expect(stdout(context)).toBe('1mine');
  });

  test('of the job’s library path are there, the app’s own before them', async () => {
    const libraries = temporaryDirectory();
    for (const name of ['a', 'b']) mkdirSync(`${libraries}/${name}`);
    for (const name of ['a/one.jar', 'b/one.jar', 'b/two.jar', 'b/own.jar']) {
      writeFileSync(`${libraries}/${name}`, name[0] ?? '');
    }
    const context = scriptContext('cat one.jar two.jar own.jar');
    mkdirSync(`${context.app}/lib`);
    writeFileSync(`${context.app}/lib/own.jar`, 'own');
    const path = `file://${libraries}/a , ${libraries}/none,${libraries}/b,hdfs://elsewhere/c`;
    const configuration = new Map([['oozie.libpath', path]]);
    await run({ ...context, job: { ...context.job, configuration } });
    expect(stdout(context)).toBe('abown');
  });

  test('that an interrupted preparation has left do not matter', async () => {
    const context = scriptContext('ls');
    mkdirSync(`${context.directory}/work`);
    symlinkSync('/nowhere', `${context.directory}/work/left`);
    await run(context);
    expect(stdout(context)).toBe('action.xml\nrun.sh\n');
  });
});

test('prepare deletes and creates before the command runs', async () => {
  const data = temporaryDirectory();
  mkdirSync(`${data}/old/deep`, { recursive: true });
  const context = actionContext(
    element('shell', [
      element('prepare', [
        element('delete', '', { path: `file://${data}/o*` }),
        element('mkdir', '', { path: `${data}/new/deep` }),
      ]),
      element('exec', 'ls'),
      argument(data),
    ]),
  );
  await run(context);
  expect(stdout(context)).toBe('new\n');
});

test.each([
  ['fs.defaultFS', 'fs.default.name'],
  ['mapred.job.tracker', 'mapred.job.tracker'],
])('the property %s is refused', async (name, reported) => {
  const where = '[inline configuration]';
  const context = actionContext(shell('true', configuration({ [name]: 'x' })));
  expect(await actionError(run(context))).toMatchObject({
    errorClass: 'FAILED',
    code: 'JA010',
    message: `JA010: Property [${reported}] not allowed in action ${where} configuration`,
  });
});

describe('captured output', () => {
  test('is read as properties', async () => {
    const text =
      "printf 'a=1\\nb: 2\\nc 3\\n# comment\\n! c2\\ne\\\\ f=g\\nlong=x\\\\\\n   y\\n'; " +
      "printf 'u=\\\\u00e9\\ndup=1\\ndup=2\\nnovalue\\n'; echo é=ü";
    const context = scriptContext(text, capture);
    expect(await dataOf(context)).toBe(
      'a=1\nb=2\nc=3\ne\\ f=g\nlong=xy\nu=é\ndup=2\nnovalue=\né=ü\n',
    );
    const exit = { exitCode: 0, stdoutPath: `${context.directory}/stdout`, stderrPath: '' };
    const outcome = await type.conclude(context, exit);
    expect(outcome.dataMap?.get('e f')).toBe('g');
  });

  test('may be empty, or only on the other stream', async () => {
    expect(await dataOf(scriptContext('echo k=v >&2', capture))).toBe('');
  });

  test('is limited to 2048 bytes, of which the last newline is one', async () => {
    for (const end of ['', '\\n', '\\r\\n']) {
      const fits = scriptContext(`printf 'k=%02045d${end}' 0`, capture);
      expect(await dataOf(fits)).toBe(`k=${'0'.repeat(2045)}\n`);
      const error = await actionError(run(scriptContext(`printf 'k=%02046d${end}' 0`, capture)));
      expect(error).toMatchObject({
        errorClass: 'ERROR',
        code: 'JA018',
        message: 'output.properties data exceeds its limit [2048]',
        externalStatus: 'FAILED/KILLED',
      });
    }
  });

  test('counts in bytes and not in characters', async () => {
    const error = await actionError(run(scriptContext(`printf 'k=${'é'.repeat(1023)}'`, capture)));
    expect(error.code).toBe('JA018');
  });

  test('has a limit that can be set', async () => {
    const context = {
      ...scriptContext('echo k=12345', capture),
      settings: new Map([['oozie.action.max.output.data', '7']]),
    };
    expect((await actionError(run(context))).message).toContain('limit [7]');
  });

  test('with a malformed escape is refused', async () => {
    const error = await actionError(run(scriptContext("printf 'a=\\\\u00g0\\n'", capture)));
    expect(error).toMatchObject({ code: 'JA018', message: 'Malformed \\uxxxx encoding in line 1' });
  });
});

test('memory is what the launcher asks for', () => {
  const megabytes = 1024 * 1024;
  const asking = (text: string) =>
    type.memoryDemandBytes(element('shell', [element('launcher', [element('memory.mb', text)])]));
  expect(asking('512')).toBe(512 * megabytes);
  expect(asking('${memory}')).toBe(64 * megabytes);
  expect(type.memoryDemandBytes(shell('true'))).toBe(64 * megabytes);
});

function add(parent: Element, child: Element): Element {
  return { ...parent, children: [...parent.children, child] };
}

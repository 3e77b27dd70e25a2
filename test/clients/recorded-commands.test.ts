/** What the real `oozie` prints for our server is what it printed for a real Oozie. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../orchestrator/server/test-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { OozieCommandLine } from './oozie-command-line.ts';
import {
  installApps,
  type RecordedCommand,
  RecordedSession,
  readRecording,
} from './recorded-commands.ts';

/** Where only the exit code can be the same, and why. */
const differences: readonly (readonly [RegExp, string])[] = [
  [/^admin -(configuration|queuedump|javasysprops|osenv|metrics)/, 'it is about the server'],
  [/^admin -(version|shareliblist|sharelibupdate)/, 'the build and the library are ours'],
  [/application\.path=$/, 'Oozie makes up a path with the time in it'],
  [/^jobs -jobtype bundle -filter foo=1/, 'Oozie wraps its error twice'],
  [/^job -sladisable /, 'Oozie prints its database query'],
  [/startcreatedtime=foo/, 'ours is the code of every wrong filter'],
  [/^admin -oozie http:\/\/localhost:1\//, 'no server is asked'],
  [/-(errorlog|auditlog|log) /, 'the wording of log lines is ours'],
  [/^job -(kill|start|suspend|resume) (nope|9999999)/, 'Oozie prints its database query'],
  [/^job -update /, 'Oozie prints its database query'],
  [/^job -kill 0000000-0{15}-/, 'Oozie prints its database query'],
  [/^jobs -bulk /, 'Oozie wraps its error twice'],
  [/^admin -jmsinfo/, 'the reason is ours'],
  [/^validate .*\/valid\//, 'the messages of its XML parser are its own'],
  [/^info -timezones/, 'no server is asked'],
];

describe.each([
  ['golden/cli.json'],
  ['oozie-client/recorded-commands.json'],
  ['oozie-client/recorded-recurring-commands.json'],
])('%s', (path) => {
  let server: TestServer;
  let commandLine: OozieCommandLine;
  let session: RecordedSession;

  beforeAll(async () => {
    const root = join(temporaryDirectory(), 'golden');
    installApps(root);
    // Ids as long as the recorded ones keep the columns of tables in their places.
    server = await startTestServer({ settings: new Map([['oozie.system.id', 'oozie-root']]) });
    const url = `${server.url}/oozie`;
    commandLine = OozieCommandLine.start({ url, homeDirectory: temporaryDirectory() });
    session = new RecordedSession(commandLine, server.url, root);
  });

  afterAll(async () => {
    await commandLine.close();
    await server.close();
  });

  for (const [index, command] of readRecording(path).entries()) {
    const line = command.args.join(' ');
    test.skipIf(needsItsOwnEnvironment(command))(`${index} oozie ${line}`, async () => {
      const { ours, theirs } = await session.replay(command);
      const difference = differences.find(([pattern]) => pattern.test(line));
      if (difference === undefined) expect(ours).toEqual(theirs);
      else expect(ours.exitCode, difference[1]).toBe(theirs.exitCode);
    });
  }
});

/** Recorded without OOZIE_URL: the server is not even looked for. */
function needsItsOwnEnvironment(command: RecordedCommand & { readonly env?: object }): boolean {
  return command.env !== undefined && Object.keys(command.env).length === 0;
}

import { mkdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ActionError } from '../../../actions/contract/action-type.ts';
import {
  attemptDirectory,
  describeRunners,
  script,
  shellLine,
  specification,
  stderrOf,
  stdoutOf,
} from './process-fixture.ts';

describeRunners({}, (runner) => {
  describe('a command', () => {
    test('has its output in files and its exit status known', async () => {
      const directory = attemptDirectory();
      const line = 'echo out; echo err >&2; exit 3';
      const process = await runner.start(directory, shellLine(directory, line));
      expect(await process.ended).toEqual({
        exitCode: 3,
        stdoutPath: `${directory}/stdout`,
        stderrPath: `${directory}/stderr`,
      });
      expect(stdoutOf(directory)).toBe('out\n');
      expect(stderrOf(directory)).toBe('err\n');
      expect(readFileSync(`${directory}/process`, 'utf8')).toMatch(/\n3\n$/);
    });

    test.each([0, 1, 124, 125, 126, 127, 128, 255])('may end with status %d', async (status) => {
      const directory = attemptDirectory();
      const process = await runner.start(directory, shellLine(directory, `exit ${status}`));
      expect((await process.ended).exitCode).toBe(status);
    });

    test('that a signal ended has 128 more as its status', async () => {
      const directory = attemptDirectory();
      const process = await runner.start(directory, shellLine(directory, 'kill -9 $$'));
      expect((await process.ended).exitCode).toBe(137);
    });

    test('gets its arguments as they are', async () => {
      const directory = attemptDirectory();
      const arguments_ = [
        '',
        ' ',
        '$(touch owned)',
        '`id`',
        '"q"',
        "'",
        '*',
        '\n',
        '$HOME',
        '-n',
        'é',
      ];
      const show = 'for argument in "$@"; do printf "[%s]" "$argument"; done';
      const process = await runner.start(
        directory,
        specification(directory, '/bin/sh', '-c', show, 'sh', ...arguments_),
      );
      expect((await process.ended).exitCode).toBe(0);
      expect(stdoutOf(directory)).toBe(arguments_.map((argument) => `[${argument}]`).join(''));
    });

    test('gets its environment and no other', async () => {
      const directory = attemptDirectory();
      const environment = {
        PATH: '/usr/bin:/bin',
        A: 'x\'y"z $(id)\nnext',
        'odd.name-1': 'é',
        IFS: 'x',
        OPTIND: 'abc',
      };
      const process = await runner.start(directory, {
        ...specification(directory, '/usr/bin/env', '-0'),
        environment,
      });
      expect((await process.ended).exitCode).toBe(0);
      const lines = stdoutOf(directory).split('\0');
      for (const [name, value] of Object.entries(environment))
        expect(lines).toContain(`${name}=${value}`);
      expect(lines.some((line) => line.startsWith('HOME='))).toBe(false);
    });

    test('without a first line that names an interpreter runs through /bin/sh', async () => {
      const directory = attemptDirectory();
      const path = script(directory, 'plain', 'echo "plain $1"\n');
      const process = await runner.start(directory, specification(directory, path, 'a b'));
      expect((await process.ended).exitCode).toBe(0);
      expect(stdoutOf(directory)).toBe('plain a b\n');
    });

    test('that is a bare name is looked up on its PATH, and is no builtin', async () => {
      const directory = attemptDirectory();
      script(`${directory}/bin`, 'echo', '#!/bin/sh\nprintf mine\n');
      const process = await runner.start(directory, {
        ...specification(directory, 'echo', 'x'),
        environment: { PATH: `${directory}/bin:/usr/bin:/bin` },
      });
      await process.ended;
      expect(stdoutOf(directory)).toBe('mine');
    });

    test('runs in its working directory, in a group of its own, with no input', async () => {
      const directory = attemptDirectory();
      mkdirSync(`${directory}/work`);
      const running = await runner.start(directory, {
        ...shellLine(directory, 'pwd; cut -d" " -f5 /proc/$$/stat; cat'),
        workingDirectory: `${directory}/work`,
      });
      await running.ended;
      expect(stdoutOf(directory)).toBe(`${directory}/work\n${running.pid}\n`);
    });
  });

  describe('a process that cannot be created', () => {
    test('names the directory that is not there', async () => {
      const directory = attemptDirectory();
      const start = runner.start(directory, {
        ...specification(directory, '/bin/true'),
        workingDirectory: `${directory}/none`,
      });
      await expect(start).rejects.toThrow(
        `"/bin/true" (in directory "${directory}/none"): there is no such directory`,
      );
    });

    test('says that its arguments are too large', async () => {
      const directory = attemptDirectory();
      const start = runner.start(directory, specification(directory, '/bin/true', 'x'.repeat(3e6)));
      await expect(start).rejects.toMatchObject({ errorClass: 'ERROR', code: 'JA018' });
      await expect(start).rejects.toThrow('larger than the system allows');
    });

    test('refuses a character that no argument may hold', async () => {
      const directory = attemptDirectory();
      const start = runner.start(directory, specification(directory, '/bin/true', 'a\0b'));
      await expect(start).rejects.toBeInstanceOf(ActionError);
    });

    test('says that its directory cannot be written', async () => {
      const directory = attemptDirectory();
      mkdirSync(`${directory}/stdout`);
      const start = runner.start(directory, specification(directory, '/bin/true'));
      await expect(start).rejects.toMatchObject({ code: 'JA018' });
    });
  });
});

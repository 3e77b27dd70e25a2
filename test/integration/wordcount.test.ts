/** The demo's app through the real server: results are exact, failures say where. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const app = fileURLToPath(new URL('../../workflows/wordcount', import.meta.url));

const lines = [
  'The elephant and the mahout: https://example.org/a and http://Example.org/b',
  "An elephant's seat is a howdah. https://howdah.example",
  'the end',
];

describe('workflows/wordcount on executor processes', () => {
  let directory: string;
  let properties: Record<string, string>;

  beforeAll(() => {
    directory = temporaryDirectory();
    const input = join(directory, 'input/nested');
    mkdirSync(input, { recursive: true });
    for (const [index, line] of lines.entries()) {
      writeFileSync(join(input, `${index}.md`), `${line}\n`.repeat(500));
    }
    properties = {
      input: join(directory, 'input'),
      output: `file://${directory}/output`,
      plentyOfLines: '1000',
    };
  });

  async function run(more: Record<string, string> = {}) {
    const server = await ServerProcess.start(join(directory, 'server'));
    onTestFinished(() => server.stop());
    const id = await server.run(`file://${app}`, { ...properties, ...more });
    return await server.job(id);
  }

  it('counts every word and every link', async () => {
    expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
    expect(counts(join(directory, 'output/results/words'))).toEqual(countWords());
    expect(counts(join(directory, 'output/results/links'))).toEqual({
      'example.org': 1_000,
      'howdah.example': 500,
    });
  });

  it("is killed with the user's own line when a task throws", async () => {
    const { status, actions } = await run({ forbiddenWord: 'mahout' });
    expect(status).toBe('KILLED');
    const kill = actions.find(({ name }) => name === 'failed');
    expect(kill?.errorMessage).toMatch(
      /words failed: .*words\.ts:\d+:\d+: .*"mahout" is forbidden/,
    );
  });

  it('is killed by its decisions when there is too little', async () => {
    const { status, actions } = await run({ plentyOfLines: '100000' });
    expect(status).toBe('KILLED');
    const kill = actions.find(({ name }) => name === 'scarce');
    expect(kill?.errorMessage).toBe('only 1500 lines, 100000 are needed');
  });
});

function counts(results: string): Record<string, number> {
  const parts = readdirSync(results).filter((name) => name.startsWith('part-'));
  const rows = parts
    .sort()
    .flatMap((name) => readFileSync(join(results, name), 'utf8').split('\n'));
  const pairs = rows.filter(Boolean).map((row) => row.split('\t'));
  const ordered = pairs.map(([count]) => Number(count));
  expect(ordered).toEqual(ordered.toSorted((left, right) => right - left));
  return Object.fromEntries(pairs.map(([count, key]) => [key, Number(count)]));
}

function countWords(): Record<string, number> {
  const words: Record<string, number> = {};
  for (const line of lines) {
    for (const word of line.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? []) {
      words[word] = (words[word] ?? 0) + 500;
    }
  }
  return words;
}

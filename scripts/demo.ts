/**
 * `npm run demo`: starts a server on its defaults, sends it the word count app as a user would with
 * curl, shows the job to its end and what came out of it, and stops everything again.
 * `--fail` makes a spark action fail, `--keep` leaves the server up until Ctrl-C.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../base/time/system-clock.ts';
import type { JobDetails } from '../orchestrator/api/native/views.ts';
import { ApiClient } from '../orchestrator/cli/api-client.ts';
import { followJob } from '../orchestrator/cli/follow-job.ts';
import { JobScreen } from '../orchestrator/cli/job-screen.ts';
import { processTerminal } from '../orchestrator/cli/terminal.ts';

const TOP_WORDS = 10;
/** A word that every Markdown file has, so that its count fails at once. */
const FORBIDDEN_WORD = 'the';

const repository = fileURLToPath(new URL('..', import.meta.url));
const directory = join(repository, 'howdah-demo');
const output = join(directory, 'output');

const { values } = parseArgs({
  options: {
    fail: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const server = await startServer();
try {
  const id = await submit(server.url);
  const job = await follow(server.url, id);
  report(server.url, job);
  if (values.keep) await untilInterrupted(server.url);
  const isAsExpected = job.status === (values.fail ? 'KILLED' : 'SUCCEEDED');
  process.exitCode = isAsExpected ? 0 : 1;
} finally {
  await stop(server.process);
}

async function startServer(): Promise<{ url: string; process: ChildProcess }> {
  mkdirSync(directory, { recursive: true });
  const command = [join(repository, 'bin/howdah.js'), 'server', '--port', '0'];
  const child = spawn(process.execPath, [...command, '--data-dir', join(directory, 'data')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /https?:\/\/\S+/.exec(line)?.[0];
    if (url === undefined) continue;
    console.log(`server    ${url}`);
    return { url: new URL(url).origin, process: child };
  }
  throw new Error('the server ended before it was ready');
}

/** The request that curl would send. */
async function submit(url: string): Promise<string> {
  const properties = {
    'user.name': process.env.USER ?? 'demo',
    'oozie.wf.application.path': pathToFileURL(join(repository, 'workflows/wordcount')).href,
    input: join(repository, 'node_modules'),
    output: pathToFileURL(output).href,
    ...(values.fail && { forbiddenWord: FORBIDDEN_WORD }),
  };
  const body = Object.entries(properties)
    .map(([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`)
    .join('');
  const answer = await fetch(`${url}/oozie/v2/jobs?action=start`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: `<configuration>${body}</configuration>`,
  });
  if (!answer.ok) {
    throw new Error(answer.headers.get('oozie-error-message') ?? `status ${answer.status}`);
  }
  const { id } = (await answer.json()) as { id: string };
  console.log(`job       ${id}`);
  return id;
}

async function follow(url: string, id: string): Promise<JobDetails> {
  const client = new ApiClient(url);
  const screen = new JobScreen(processTerminal(), systemClock);
  try {
    const job = await followJob(client, id, screen);
    if (job === undefined) throw new Error('the server went away');
    return job;
  } finally {
    screen.close();
    client.close();
  }
}

function report(url: string, job: JobDetails): void {
  console.log(`${job.status.padEnd(9)} ${job.id}`);
  if (job.status === 'SUCCEEDED') reportWords();
  else reportFailure(job);
  const data = join(directory, 'data');
  console.log(`\nlog       npx howdah job ${job.id} --log --data-dir ${data}`);
  console.log(`attempts  ${join(data, 'jobs', job.id)}`);
  console.log(`look at   ${url}/oozie/v2/job/${job.id}?show=info`);
  console.log(`          ${url}/api/v1/jobs/${job.id}`);
  if (!values.keep) console.log('          (npm run demo -- --keep leaves the server up)');
}

function reportWords(): void {
  const words = join(output, 'results/words');
  const lines = readdirSync(words)
    .filter((name) => name.startsWith('part-'))
    .sort()
    .flatMap((name) => readFileSync(join(words, name), 'utf8').split('\n'))
    .filter(Boolean);
  console.log(`\ntop words of ${lines.length}:`);
  for (const line of lines.slice(0, TOP_WORDS)) {
    const [count = '', word = ''] = line.split('\t');
    console.log(`${count.padStart(9)} ${word}`);
  }
  console.log(`\noutput    ${join(output, 'results')}`);
}

function reportFailure(job: JobDetails): void {
  const kill = job.actions.find((action) => action.errorCode === 'E0729');
  console.log(`\nmessage   ${kill?.errorMessage ?? 'none'}`);
  const failed = job.actions.find(({ name }) => name === job.lastErrorNode);
  for (const attempt of failed?.attempts ?? []) {
    console.log(`its log   ${join(attempt.directory, 'stderr')}`);
  }
}

async function untilInterrupted(url: string): Promise<void> {
  console.log(`\nThe server stays up at ${url}; Ctrl-C ends it.`);
  await once(process, 'SIGINT');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/**
 * Records what a real Oozie answers to random requests about prepared jobs, for the tests that need
 * no Oozie: `node test/oozie/record-rest-answers.ts OOZIE_HOME APPS_DIRECTORY COUNT`, both of them
 * empty directories.
 */
import { writeFileSync } from 'node:fs';
import { startOozie } from '../oozie/oozie-server.ts';
import { seededRandom } from '../orchestrator/definition/random-document.ts';
import { comparableAnswer } from '../support/rest-comparison/comparable-answer.ts';
import { prepareJobs, writeRestApps } from '../support/rest-comparison/prepared-jobs.ts';
import { randomRestRequest } from '../support/rest-comparison/rest-request.ts';

const [home = '', apps = '', count = '0'] = process.argv.slice(2);
const recording = new URL('../fixture/oozie-rest/answers.json', import.meta.url);

const root = writeRestApps(apps);
const oozie = await startOozie(home);
try {
  const facts = { url: oozie.url, root, jobs: await prepareJobs(oozie.url, root) };
  const lines: string[] = [];
  for (let seed = 1; seed <= Number(count); seed++) {
    const request = randomRestRequest(seededRandom(seed));
    lines.push(JSON.stringify({ request, answer: await comparableAnswer(request, facts) }));
  }
  writeFileSync(recording, `[\n${lines.join(',\n')}\n]\n`);
} finally {
  await oozie.close();
}

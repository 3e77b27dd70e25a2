/** A decision upon what the tasks of a spark action have counted. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const application = `
import { SparkConf, SparkContext } from 'howdah';
const sc = new SparkContext(new SparkConf().setAppName('counted'));
await sc
  .textFile('file://' + process.argv[2])
  .map((line): [string, number] => [line, 1])
  .reduceByKey((left, right) => left + right)
  .saveAsTextFile('file://' + process.argv[3]);
if (process.argv[4] === 'stop') await sc.stop();
else process.exit(0);
`;

const workflow = `<workflow-app xmlns="uri:oozie:workflow:1.0" name="counted">
  <start to="count"/>
  <action name="count">
    <spark xmlns="uri:oozie:spark-action:1.0"><master>local[2]</master><name>counted</name>
      <jar>count.ts</jar><arg>\${input}</arg><arg>\${output}</arg><arg>\${end}</arg></spark>
    <ok to="judge"/><error to="failed"/>
  </action>
  <decision name="judge"><switch>
    <case to="told">\${hadoop:counters('count')[RECORDS][MAP_IN] eq 6}</case>
    <default to="failed"/>
  </switch></decision>
  <kill name="told"><message>\${hadoop:counters('count')[RECORDS][REDUCE_OUT]} of \${hadoop:counters('count')['spark'].inputRecords}, \${hadoop:counters('count')['ACTION_TYPE']}</message></kill>
  <kill name="failed"><message>\${wf:errorMessage('count')}</message></kill>
  <end name="end"/>
</workflow-app>`;

it.each(['stop', 'exit'])('is taken where the driver ends by %s', async (end) => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'app'));
  writeFileSync(join(directory, 'app', 'workflow.xml'), workflow);
  writeFileSync(join(directory, 'app', 'count.ts'), application);
  writeFileSync(join(directory, 'input'), 'a\nb\na\na\nb\nc\n');
  const server = await ServerProcess.start(join(directory, 'server'));
  onTestFinished(() => server.stop());
  const properties = { input: join(directory, 'input'), output: join(directory, 'output'), end };
  const id = await server.run(`file://${directory}/app`, properties);
  const { actions } = await server.job(id);
  expect(actions.find(({ type }) => type === ':KILL:')?.errorMessage).toBe('3 of 6, SPARK');
  const stats = JSON.parse(String(actions.find(({ name }) => name === 'count')?.stats));
  expect(stats.spark).toMatchObject({ numJobs: 1, numStages: 2, numFailedTasks: 0 });
});

/**
 * An application on DBOS with the measured workflow: `dbos-program.mjs DATABASE-URL`. DBOS is a
 * library whose workflows run where they are submitted, so this process is the caller too and
 * takes the times. Sends that it is ready, answers each question with times in milliseconds, and
 * ends with the process that started it.
 */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { steps } from './peer-steps.mjs';

const bench = DBOS.registerWorkflow(
  async ({ shape, length, step }) => {
    const one = (name) => DBOS.runStep(steps[step], { name });
    const results = [];
    if (shape === 'chain') {
      for (let index = 0; index < length; index++) results.push(await one(`step-${index}`));
      return results;
    }
    results.push(await one('first'));
    const branches = Array.from({ length }, (_, index) => one(`branch-${index}`));
    results.push(...(await Promise.all(branches)));
    results.push(await one('last'));
    return results;
  },
  { name: 'bench' },
);

const answers = {
  async time({ work, runs }) {
    const times = [];
    const results = [];
    for (let run = 0; run < runs; run++) {
      const beganMs = performance.now();
      const handle = await DBOS.startWorkflow(bench)(work);
      results.push(await handle.getResult());
      times.push(performance.now() - beganMs);
    }
    return { times, results };
  },

  async timeToFirstStep({ runs }) {
    const times = [];
    for (let run = 0; run < runs; run++) {
      const beganNanoseconds = process.hrtime.bigint();
      const handle = await DBOS.startWorkflow(bench)({ shape: 'chain', length: 1, step: 'began' });
      const [reached] = await handle.getResult();
      times.push(Number(BigInt(reached) - beganNanoseconds) / 1e6);
    }
    return { times, results: [] };
  },

  async burst({ work, jobs, concurrency }) {
    const handles = [];
    let left = jobs;
    const beganMs = performance.now();
    const client = async () => {
      while (left-- > 0) handles.push(await DBOS.startWorkflow(bench)(work));
    };
    await Promise.all(Array.from({ length: concurrency }, client));
    const results = await Promise.all(handles.map((handle) => handle.getResult()));
    return { times: [performance.now() - beganMs], results };
  },
};

process.once('disconnect', async () => {
  await DBOS.shutdown();
  process.exit();
});

try {
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: process.argv[2], logLevel: 'error' });
  await DBOS.launch();
  process.on('message', async ({ name, ...question }) => {
    try {
      process.send({ value: await answers[name](question) });
    } catch (error) {
      process.send({ error: error.message });
    }
  });
  process.send({ value: {} });
} catch (error) {
  process.send({ error: error.message });
}

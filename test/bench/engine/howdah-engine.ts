import { fileURLToPath } from 'node:url';
import type { Engine } from './engine-program.ts';

const submit = fileURLToPath(new URL('../../../engine/deploy/submit/main.ts', import.meta.url));
const program = fileURLToPath(new URL('./howdah-program.ts', import.meta.url));

/** Our engine on its defaults, started as `spark-submit` starts it. */
export const howdahEngine: Engine = {
  name: 'Howdah',
  command: (master) => [process.execPath, submit, '--master', master, program],
  environment: {},
  executorMark: 'executor-main',
};

import { fileURLToPath } from 'node:url';
import type { Engine } from './engine-program.ts';

const submit = fileURLToPath(new URL('../../../bin/spark-submit.sh', import.meta.url));
const program = fileURLToPath(new URL('./howdah-program.ts', import.meta.url));

/** Our engine on its defaults, started by its `spark-submit`. */
export const howdahEngine: Engine = {
  name: 'Howdah',
  command: (master) => [submit, '--master', master, program],
  environment: {},
  executorMark: 'executor-main',
};

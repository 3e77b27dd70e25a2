/** The rules that spark-submit checks before anything starts, with Spark's messages. */
import { SubmitError } from './submit-error.ts';
import type { SubmitOptions } from './submit-options.ts';

const knownMaster = /^(yarn$|spark|k8s|local)/;
const wholeNumber = /^\+?\d+$/;
const memorySize = /^\d+(\.\d+)?\s*([kmgtp]?b?)$/i;

/** @throws SubmitError */
export function validateSubmission(
  options: SubmitOptions,
  properties: ReadonlyMap<string, string>,
): void {
  const { values } = options;
  if (values.has('--kill') || values.has('--status')) {
    refuseRequest(options, properties.get('spark.master') ?? '');
  }
  if (options.primaryResource === undefined) {
    throw new SubmitError('Must specify a primary resource (JAR or Python or R file)');
  }
  if (values.has('--remote') && (values.has('--master') || values.has('--deploy-mode'))) {
    throw new SubmitError('Remote cannot be specified with master and/or deploy mode.');
  }
  if (values.has('--proxy-user') && values.has('--principal')) {
    throw new SubmitError('Only one of --proxy-user or --principal can be provided.');
  }
  const option = values.get('--deploy-mode');
  if (option !== undefined && option !== 'client' && option !== 'cluster') {
    throw new SubmitError('--deploy-mode must be either "client" or "cluster"');
  }
  validateMaster(properties);
  validateNumbers(properties);
}

function validateMaster(properties: ReadonlyMap<string, string>): void {
  const master = properties.get('spark.master') ?? '';
  const mode = properties.get('spark.submit.deployMode');
  if (!knownMaster.test(master)) {
    throw new SubmitError('Master must either be yarn or start with spark, k8s, or local');
  }
  if (mode !== 'client' && mode !== 'cluster') {
    throw new SubmitError('Deploy mode must be either client or cluster');
  }
  if (mode === 'cluster' && master.startsWith('local')) {
    throw new SubmitError('Cluster deploy mode is not compatible with master "local"');
  }
}

function validateNumbers(properties: ReadonlyMap<string, string>): void {
  const isDynamic = properties.get('spark.dynamicAllocation.enabled') === 'true';
  const rules: [property: string, name: string, form: RegExp][] = [
    ['spark.driver.memory', 'Driver memory', memorySize],
    ['spark.executor.memory', 'Executor memory', memorySize],
    ['spark.executor.cores', 'Executor cores', wholeNumber],
    ['spark.cores.max', 'Total executor cores', wholeNumber],
    ['spark.executor.instances', 'Number of executors', wholeNumber],
  ];
  for (const [property, name, form] of rules) {
    const value = properties.get(property);
    const isExempt = property === 'spark.executor.instances' && isDynamic;
    if (value !== undefined && !isExempt && !(form.test(value) && Number.parseFloat(value) > 0)) {
      throw new SubmitError(`${name} must be a positive number`);
    }
  }
}

function refuseRequest({ values }: SubmitOptions, master: string): never {
  if (values.has('--kill') && values.has('--status')) {
    throw new SubmitError('Action cannot be both KILL and REQUEST_STATUS.');
  }
  throw new SubmitError(
    `No external SparkSubmitOperations clients found for master url: '${master}'`,
  );
}

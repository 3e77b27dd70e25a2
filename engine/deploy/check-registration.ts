/** Whether what a peer registers with is what it should be; later messages name known things. */
import {
  PROTOCOL_VERSION,
  type RegisterApplication,
  type RegisterWorker,
} from './cluster-messages.ts';

/** Names of directories are made of them. */
const IDENTIFIER = /^\w[\w.-]{0,200}$/;

/** @throws Error saying what is wrong */
export function checkWorker(message: RegisterWorker): void {
  checkProtocol(message.protocol);
  require(IDENTIFIER.test(message.workerId), 'worker id', message.workerId);
  require(typeof message.host === 'string', 'host', message.host);
  require(isWhole(message.port, 0), 'port', message.port);
  require(isWhole(message.cores, 1), 'number of cores', message.cores);
  require(isWhole(message.memoryMegabytes, 1), 'memory', message.memoryMegabytes);
  for (const executor of message.executors) {
    require(IDENTIFIER.test(executor.applicationId), 'application id', executor.applicationId);
    require(isWhole(executor.executorId, 0), 'executor id', executor.executorId);
    require(isWhole(executor.cores, 1), 'number of cores', executor.cores);
    require(isWhole(executor.memoryMegabytes, 1), 'memory', executor.memoryMegabytes);
  }
  for (const applicationId of message.applicationIds) {
    require(IDENTIFIER.test(applicationId), 'application id', applicationId);
  }
}

/** @throws Error saying what is wrong */
export function checkApplication(message: RegisterApplication): void {
  checkProtocol(message.protocol);
  const { description, executorLimit, executors } = message;
  const { coresMax, coresPerExecutor, memoryPerExecutorMegabytes } = description;
  require(IDENTIFIER.test(message.applicationId), 'application id', message.applicationId);
  require(typeof description.name === 'string', 'name', description.name);
  require(coresMax === undefined || isWhole(coresMax, 1), 'spark.cores.max', coresMax);
  require(coresPerExecutor === undefined ||
    isWhole(coresPerExecutor, 1), 'spark.executor.cores', coresPerExecutor);
  require(isWhole(memoryPerExecutorMegabytes, 1), 'memory', memoryPerExecutorMegabytes);
  require(executorLimit === undefined || isWhole(executorLimit, 0), 'limit', executorLimit);
  require(isWhole(message.nextExecutorId, 0), 'executor id', message.nextExecutorId);
  for (const { executorId, cores } of executors) {
    require(isWhole(executorId, 0) && isWhole(cores, 1), 'executor', executorId);
  }
}

function checkProtocol(found: number): void {
  if (found !== PROTOCOL_VERSION) {
    throw new Error(
      `It speaks version ${found} of the protocol, this master version ${PROTOCOL_VERSION}: ` +
        'run the same version of howdah everywhere',
    );
  }
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

function require(isRight: boolean, what: string, found: unknown): void {
  if (!isRight) {
    throw new Error(`Its ${what} cannot be ${String(found)}`);
  }
}

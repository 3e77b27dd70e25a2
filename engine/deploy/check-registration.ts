/** Whether what a peer registers with is what it should be; later messages name known things. */
import type { ApplicationDescription } from './application-description.ts';
import {
  PROTOCOL_VERSION,
  type RegisterApplication,
  type RegisterWorker,
} from './cluster-messages.ts';
import type { StoredApplication, StoredWorker } from './master/master-records.ts';

/** Names of directories are made of them. */
const IDENTIFIER = /^\w[\w.-]{0,200}$/;

/** @throws Error saying what is wrong */
export function checkWorker(message: RegisterWorker): void {
  checkProtocol(message.protocol);
  checkWorkerFacts(message);
  for (const executor of message.executors) {
    require(isIdentifier(executor.applicationId), 'application id', executor.applicationId);
    require(isWhole(executor.executorId, 0), 'executor id', executor.executorId);
    require(isWhole(executor.cores, 1), 'number of cores', executor.cores);
    require(isWhole(executor.memoryMegabytes, 1), 'memory', executor.memoryMegabytes);
  }
  for (const applicationId of message.applicationIds) {
    require(isIdentifier(applicationId), 'application id', applicationId);
  }
}

/** @throws Error saying what is wrong */
export function checkWorkerFacts(facts: StoredWorker): void {
  require(isIdentifier(facts.workerId), 'worker id', facts.workerId);
  require(typeof facts.host === 'string', 'host', facts.host);
  require(isWhole(facts.port, 0), 'port', facts.port);
  require(isWhole(facts.cores, 1), 'number of cores', facts.cores);
  require(isWhole(facts.memoryMegabytes, 1), 'memory', facts.memoryMegabytes);
  require(typeof facts.webUiUrl === 'string', 'address', facts.webUiUrl);
}

/** @throws Error saying what is wrong */
export function checkApplication(message: RegisterApplication): void {
  checkProtocol(message.protocol);
  const { description, executorLimit, executors } = message;
  require(isIdentifier(message.applicationId), 'application id', message.applicationId);
  checkDescription(description);
  require(executorLimit === undefined || isWhole(executorLimit, 0), 'limit', executorLimit);
  require(isWhole(message.nextExecutorId, 0), 'executor id', message.nextExecutorId);
  for (const { executorId, cores } of executors) {
    require(isWhole(executorId, 0) && isWhole(cores, 1), 'executor', executorId);
  }
}

/** @throws Error saying what is wrong */
export function checkDescription(description: ApplicationDescription): void {
  const { coresMax, coresPerExecutor, memoryPerExecutorMegabytes } = description;
  require(typeof description.name === 'string', 'name', description.name);
  require(typeof description.driverHost === 'string', 'driver host', description.driverHost);
  require(typeof description.secretSeed === 'string', 'seed', description.secretSeed);
  require(coresMax === undefined || isWhole(coresMax, 1), 'spark.cores.max', coresMax);
  require(coresPerExecutor === undefined ||
    isWhole(coresPerExecutor, 1), 'spark.executor.cores', coresPerExecutor);
  require(isWhole(memoryPerExecutorMegabytes, 1), 'memory', memoryPerExecutorMegabytes);
}

/** What an earlier master has written. @throws Error saying what is wrong */
export function checkStoredWorker(found: unknown): StoredWorker {
  const worker = found as StoredWorker;
  checkWorkerFacts(worker);
  return worker;
}

/** What an earlier master has written. @throws Error saying what is wrong */
export function checkStoredApplication(found: unknown): StoredApplication {
  const application = found as StoredApplication;
  require(isIdentifier(application.applicationId), 'application id', application.applicationId);
  require(isWhole(application.startedAtMs, 0), 'start', application.startedAtMs);
  checkDescription(application.description);
  return application;
}

function checkProtocol(found: number): void {
  if (found !== PROTOCOL_VERSION) {
    throw new Error(
      `It speaks version ${found} of the protocol, this master version ${PROTOCOL_VERSION}: ` +
        'run the same version of howdah everywhere',
    );
  }
}

function isIdentifier(value: unknown): boolean {
  return typeof value === 'string' && IDENTIFIER.test(value);
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

function require(isRight: boolean, what: string, found: unknown): void {
  if (!isRight) {
    throw new Error(`Its ${what} cannot be ${String(found)}`);
  }
}

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

/** More than any machine has; cores are handed out one by one. */
export const CORES_MAX = 4_096;

/** @throws Error saying what is wrong */
export function checkWorker(message: RegisterWorker): void {
  checkProtocol(message.protocol);
  checkWorkerFacts(message);
  for (const executor of message.executors) {
    requireIdentifier(executor.applicationId, 'application id');
    requireWhole(executor.executorId, 0, 'executor id');
    requireCores(executor.cores);
    requireWhole(executor.memoryMegabytes, 1, 'memory');
  }
  for (const applicationId of message.applicationIds) {
    requireIdentifier(applicationId, 'application id');
  }
}

/** @throws Error saying what is wrong */
export function checkWorkerFacts(facts: StoredWorker): void {
  requireIdentifier(facts.workerId, 'worker id');
  require(typeof facts.host === 'string', 'host', facts.host);
  requireWhole(facts.port, 0, 'port');
  requireCores(facts.cores);
  requireWhole(facts.memoryMegabytes, 1, 'memory');
  require(typeof facts.webUiUrl === 'string', 'address', facts.webUiUrl);
}

/** @throws Error saying what is wrong */
export function checkApplication(message: RegisterApplication): void {
  checkProtocol(message.protocol);
  const { description, executorLimit, executors } = message;
  requireIdentifier(message.applicationId, 'application id');
  checkDescription(description);
  require(executorLimit === undefined || isWhole(executorLimit, 0), 'limit', executorLimit);
  requireWhole(message.nextExecutorId, 0, 'executor id');
  for (const { executorId, cores } of executors) {
    requireWhole(executorId, 0, 'executor id');
    requireCores(cores);
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
  requireWhole(memoryPerExecutorMegabytes, 1, 'memory');
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
  requireIdentifier(application.applicationId, 'application id');
  requireWhole(application.startedAtMs, 0, 'start');
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

/** @throws Error saying what is wrong */
export function requireIdentifier(value: unknown, what: string): void {
  require(typeof value === 'string' && IDENTIFIER.test(value), what, value);
}

/** @throws Error saying what is wrong */
export function requireWhole(value: unknown, least: number, what: string): void {
  require(isWhole(value, least), what, value);
}

function requireCores(value: unknown): void {
  require(isWhole(value, 1) && (value as number) <= CORES_MAX, 'number of cores', value);
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

function require(isRight: boolean, what: string, found: unknown): void {
  if (!isRight) {
    throw new Error(`Its ${what} cannot be ${String(found)}`);
  }
}

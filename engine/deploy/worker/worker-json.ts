/** The answer of a worker's `/json/`, in Spark's words (`JsonProtocol.writeWorkerState`). */
import type { LaunchExecutor } from '../cluster-messages.ts';
import type { Worker } from './worker.ts';

export function workerJson({ options, executors, ended, masterWebUiUrl }: Worker) {
  const running = [...executors.values()].map(({ launch }) => launch);
  const sum = (field: 'cores' | 'memoryMegabytes') =>
    running.reduce((total, launch) => total + launch[field], 0);
  return {
    id: options.workerId,
    masterurl: `spark://${options.masterHost}:${options.masterPort}`,
    masterwebuiurl: masterWebUiUrl,
    cores: options.cores,
    coresused: sum('cores'),
    memory: options.memoryMegabytes,
    memoryused: sum('memoryMegabytes'),
    resources: {},
    resourcesused: {},
    executors: running.map(executorJson),
    finishedexecutors: ended.map(executorJson),
  };
}

function executorJson({ applicationId, executorId, memoryMegabytes, description }: LaunchExecutor) {
  return {
    id: executorId,
    memory: memoryMegabytes,
    resources: {},
    appid: applicationId,
    appdesc: {
      name: description.name,
      cores: description.coresMax ?? 0,
      memoryperexecutor: description.memoryPerExecutorMegabytes,
      memoryperslave: description.memoryPerExecutorMegabytes,
      resourcesperexecutor: [],
      resourcesperslave: [],
      user: description.user,
      command: '',
    },
  };
}

/** The answer of a master's `/json/`, in Spark's words (`JsonProtocol.writeMasterState`). */
import {
  type ApplicationRecord,
  coresGranted,
  type MasterState,
  usageOf,
  type WorkerRecord,
} from './master-state.ts';

/** @param url `spark://host:port` */
export function masterJson(state: MasterState, url: string, nowMs: number) {
  const workers = [...state.workers.values()].map((worker) => workerJson(state, worker));
  const alive = workers.filter((worker) => worker.state === 'ALIVE');
  const sum = (field: 'cores' | 'coresused' | 'memory' | 'memoryused') =>
    alive.reduce((total, worker) => total + worker[field], 0);
  const application = (one: ApplicationRecord) => applicationJson(state, one, nowMs);
  return {
    url,
    workers,
    aliveworkers: alive.length,
    cores: sum('cores'),
    coresused: sum('coresused'),
    memory: sum('memory'),
    memoryused: sum('memoryused'),
    resources: alive.map(({ resources }) => resources),
    resourcesused: alive.map(({ resourcesused }) => resourcesused),
    activeapps: [...state.applications.values()].map(application),
    completedapps: state.completed.map(application),
    activedrivers: [],
    completeddrivers: [],
    status: state.status,
  };
}

/** `/json/clusterutilization`. */
export function clusterUtilization(state: MasterState) {
  const { cores, coresused, memory, memoryused } = masterJson(state, '', 0);
  const percent = (used: number, all: number) => (all === 0 ? 100 : Math.trunc((100 * used) / all));
  return {
    waitingDrivers: 0,
    cores,
    coresused,
    coresutilization: percent(coresused, cores),
    memory,
    memoryused,
    memoryutilization: percent(memoryused, memory),
  };
}

function workerJson(state: MasterState, worker: WorkerRecord) {
  const used = usageOf(state, worker.workerId);
  return {
    id: worker.workerId,
    host: worker.host,
    port: worker.port,
    webuiaddress: worker.webUiUrl,
    cores: worker.cores,
    coresused: used.cores,
    coresfree: worker.cores - used.cores,
    memory: worker.memoryMegabytes,
    memoryused: used.memoryMegabytes,
    memoryfree: worker.memoryMegabytes - used.memoryMegabytes,
    resources: {},
    resourcesused: {},
    resourcesfree: {},
    state: worker.state,
    lastheartbeat: worker.lastHeartbeatMs,
  };
}

function applicationJson(state: MasterState, application: ApplicationRecord, nowMs: number) {
  const { description, startedAtMs, endedAtMs, coresAtEnd } = application;
  return {
    id: application.applicationId,
    starttime: startedAtMs,
    name: description.name,
    cores: endedAtMs === undefined ? coresGranted(state, application) : coresAtEnd,
    user: description.user,
    memoryperexecutor: description.memoryPerExecutorMegabytes,
    memoryperslave: description.memoryPerExecutorMegabytes,
    resourcesperexecutor: [],
    resourcesperslave: [],
    submitdate: javaDate(startedAtMs),
    state: application.state,
    duration: (endedAtMs ?? nowMs) - startedAtMs,
  };
}

/** As `java.util.Date` prints itself, in UTC: `Sat Nov 21 10:00:00 UTC 2026`. */
function javaDate(timeMs: number): string {
  const [weekday, day, month, year, time] = new Date(timeMs).toUTCString().split(/,? /);
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

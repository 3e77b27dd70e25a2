/** The backend that a master asks for. What only some need is loaded only then. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { siblingModule } from '../../base/sibling-module.ts';
import { DRIVER_EXECUTOR_ID, LocalBackend } from '../scheduler/local-backend.ts';
import type { SchedulerBackend } from '../scheduler/scheduler-backend.ts';
import type { BackendRequest } from './backend-request.ts';
import { planMemory } from './plan-memory.ts';

type ClusterModule = typeof import('./make-cluster-backend.ts');
type StandaloneModule = typeof import('./make-standalone-backend.ts');

const loadModule = createRequire(import.meta.url);

export function makeBackend(request: BackendRequest): SchedulerBackend {
  const { master, conf, directory, program, clock, broadcasts } = request;
  if (master.kind === 'local') {
    const memory = planMemory(master, conf);
    const { slots, taskFailuresMax } = master;
    return new LocalBackend({
      slots,
      taskFailuresMax,
      directory: join(directory, DRIVER_EXECUTOR_ID),
      program,
      clock,
      broadcasts,
      memory,
    });
  }
  if (master.kind === 'standalone') {
    const path = siblingModule(import.meta.url, './make-standalone-backend');
    return (loadModule(path) as StandaloneModule).makeStandaloneBackend(request, master);
  }
  const path = siblingModule(import.meta.url, './make-cluster-backend');
  const { makeLocalClusterBackend } = loadModule(path) as ClusterModule;
  return makeLocalClusterBackend(request, master);
}

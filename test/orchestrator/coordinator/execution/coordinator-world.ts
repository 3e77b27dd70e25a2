/**
 * Coordinators on a real store and a clock that is moved by hand, with workflows that only count
 * how often they were made. A server dies by being forgotten: nothing of it is closed or written.
 */

import { HowdahError } from '../../../../base/error/howdah-error.ts';
import { FileSystemRegistry } from '../../../../base/file-system/file-system-registry.ts';
import type { Clock } from '../../../../base/time/clock.ts';
import type { CoordinatorService } from '../../../../orchestrator/coordinator/coordinator-service.ts';
import {
  type OpenCoordinators,
  type OpenCoordinatorsOptions,
  openCoordinators,
} from '../../../../orchestrator/coordinator/open-coordinators.ts';
import type { SubmitRequest } from '../../../../orchestrator/execution/workflow-service.ts';
import { JobIdGenerator } from '../../../../orchestrator/job/job-id.ts';
import type { JobLog } from '../../../../orchestrator/log/job-log.ts';
import type { NotificationRow } from '../../../../orchestrator/store/notification-tables.ts';
import type { Store } from '../../../../orchestrator/store/store.ts';

/** What is left of a workflow: that it was made, for which action, and that it has ended. */
export interface MadeWorkflow {
  readonly parentId: string;
  readonly submissions: number;
}

/** The workflows of all servers, as the store would have them. */
export class Workflows {
  readonly made = new Map<string, MadeWorkflow>();

  /** One with the id of another is the same. */
  add({ id = '', parentId = '' }: SubmitRequest): void {
    const known = this.made.get(id);
    this.made.set(id, { parentId, submissions: (known?.submissions ?? 0) + 1 });
  }
}

export interface ServerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly workflows: Workflows;
  /** Whether the server has died: it then does nothing more, whatever it is told. */
  isDead?(): boolean;
  /** Called before a workflow is made, and after it was. */
  onSubmit?(moment: 'before' | 'after'): void;
  /** Called before a transaction is begun, and once it is durable. */
  onCommit?(moment: 'before' | 'after'): void;
  readonly settings?: ReadonlyMap<string, string>;
  /** Maps name nodes of apps that were written for a cluster. */
  readonly nameNodeMap?: string;
  notify?(rows: readonly NotificationRow[]): void;
  readonly onCommitted?: OpenCoordinatorsOptions['onCommitted'];
}

let servers = 0;

/** A server whose workflows end the moment that they are made. */
export function openServer(options: ServerOptions): OpenCoordinators {
  const { clock, workflows } = options;
  const isDead = options.isDead ?? (() => false);
  const never = new Promise<never>(() => {});
  const submit = async (request: SubmitRequest) => {
    options.onSubmit?.('before');
    if (isDead()) return await never;
    workflows.add(request);
    options.onSubmit?.('after');
    const { id = '', parentId = '' } = request;
    if (isDead()) return await never;
    // A server that finds the workflow made finds it ended, too.
    opened.workflowStatus(id, parentId, 'SUCCEEDED');
    return { id, appName: '', user: '', group: null };
  };
  const opened = openCoordinators({
    // A dead server's transactions never come about.
    store: mortalStore(options, isDead),
    clock: mortalClock(clock, isDead),
    settings: options.settings ?? new Map(),
    fileSystems: new FileSystemRegistry({ nameNodeMap: options.nameNodeMap }),
    ids: new JobIdGenerator(clock.now(), `s${servers++}`),
    workflows: {
      submit,
      command: async () => 'ignored',
      rerun: async () => {},
      job: async (id) => {
        throw new HowdahError('E0604', [id]);
      },
    },
    notify: options.notify,
    onCommitted: options.onCommitted,
    log: { write() {} } as unknown as JobLog,
    onError(error) {
      if (!isDead()) throw error;
    },
  });
  return opened;
}

/** The timers of the dead do not go on: hours that pass would be spent on them. */
function mortalClock(clock: Clock, isDead: () => boolean): Clock {
  return {
    now: () => clock.now(),
    setTimer: (delayMs, callback) =>
      clock.setTimer(delayMs, () => {
        if (!isDead()) callback();
      }),
  };
}

/** What a server asks of it once it has died never comes about, nor does it hear of what did. */
function mortalStore({ store, onCommit }: ServerOptions, isDead: () => boolean): Store {
  const never = new Promise<never>(() => {});
  return {
    database: store.database,
    isShared: store.isShared,
    removeDefinitions: (find) => store.removeDefinitions(find),
    async transact(work) {
      onCommit?.('before');
      if (isDead()) return await never;
      await store.transact(work);
      onCommit?.('after');
      if (isDead()) return await never;
    },
    close: () => store.close(),
  };
}

/** Submits a coordinator that is given as text. */
export async function submitCoordinator(
  service: CoordinatorService,
  definition: string,
  properties: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { id } = await service.submit({
    properties: new Map([
      ['user.name', 'tester'],
      ['oozie.jobs.api.generated.xml', definition],
      ['oozie.coord.application.path', 'file:///app'],
      ...Object.entries(properties),
    ]),
  });
  return id;
}

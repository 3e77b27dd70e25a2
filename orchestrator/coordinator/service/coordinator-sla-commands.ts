/**
 * Alerts on and off, and other expectations, for actions that there are and for those to come:
 * these find the switches among the job's properties and the expectations in its definition.
 */
import { createHash } from 'node:crypto';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import { writeConfiguration } from '../../config/write-configuration.ts';
import { actionSlaPhase } from '../../definition/el/coordinator-phases.ts';
import { writePrettyXml } from '../../definition/xml/write-xml.ts';
import { ALL_ACTIONS, DISABLE_ALERTS, ENABLE_ALERTS } from '../../sla/alert-switches.ts';
import type { SlaChange, SlaService } from '../../sla/sla-service.ts';
import { coordinatorActionFromRow } from '../../store/coordinator-rows.ts';
import type { CoordinatorActionRow, CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { Store } from '../../store/store.ts';
import type { CoordinatorSlaCommand } from '../coordinator-service.ts';
import { mapPath, withChildren, withText } from '../definition/edit-element.ts';
import { evaluateAndWrap } from '../definition/evaluate-and-wrap.ts';
import type { CoordinatorRequest } from '../execution/coordinator-batch.ts';
import type { CoordinatorExecution } from '../execution/coordinator-execution.ts';
import { dataContext } from '../materialise/action-scope.ts';
import { readCoordinatorAction, readCoordinatorJob } from './coordinator-queries.ts';

export interface CoordinatorSlaOptions {
  readonly store: Store;
  readonly execution: CoordinatorExecution;
  /** @throws HowdahError E0604, E0302, E0605 */
  actionNumbers(
    jobId: string,
    scope: NonNullable<CoordinatorSlaCommand['scope']>,
  ): Promise<number[]>;
}

/** Actions of one job that are changed at once; one that catches up has some hundred. */
const WATCHED_MAX = 10_000;

export class CoordinatorSlaCommands {
  readonly #options: CoordinatorSlaOptions;

  constructor(options: CoordinatorSlaOptions) {
    this.#options = options;
  }

  /**
   * @returns the ids of the watched actions
   * @throws HowdahError E0604, E0302, E0605, E1026, E1027
   */
  async carryOut(
    jobId: string,
    command: CoordinatorSlaCommand,
    sla: SlaService,
  ): Promise<string[]> {
    const job = await readCoordinatorJob(this.#options.store.database, jobId);
    const { scope } = command;
    const ids =
      scope === undefined
        ? await watchedIds(job, command, sla)
        : (await this.#options.actionNumbers(jobId, scope)).map((number) => `${jobId}@${number}`);
    const isAny = ids.length > 0 || scope !== undefined;
    if (command.kind === 'change') {
      const changed = isAny ? await this.#change(job, ids, command.change, sla) : [];
      if (scope === undefined) await this.#reviseDefinition(job, command.change);
      return changed;
    }
    const switched = isAny ? await sla.setAlerts(ids, command.kind === 'enable') : [];
    await this.#reviseProperties(job, command);
    return switched;
  }

  /** Values may be expressions, which each action evaluates by itself. */
  async #change(
    job: CoordinatorJobRow,
    ids: readonly string[],
    change: SlaChange,
    sla: SlaService,
  ): Promise<string[]> {
    if (![...change.values()].some((text) => text.includes('${'))) {
      return await sla.change(ids, change);
    }
    const changed: string[] = [];
    for (const id of ids) {
      const action = await readCoordinatorAction(this.#options.store.database, id);
      changed.push(...(await sla.change([id], await this.#evaluate(job, action, change))));
    }
    return changed;
  }

  async #evaluate(
    job: CoordinatorJobRow,
    action: CoordinatorActionRow,
    change: SlaChange,
  ): Promise<SlaChange> {
    const { configurations, texts } = this.#options.execution;
    const facts = await configurations.facts({ row: job }, coordinatorActionFromRow(action));
    const context = dataContext(facts, await texts.action(action.id));
    const evaluate = (text: string) => {
      try {
        return evaluateAndWrap(text, actionSlaPhase, context, context.properties);
      } catch (error) {
        if (!(error instanceof HowdahError)) throw error;
        throw new HowdahError('E1027', [error.codedMessage], { mend: error.mend, cause: error });
      }
    };
    return new Map([...change].map(([name, text]) => [name, evaluate(text)]));
  }

  /** Elements that the definition does not have stay out of it, as in Oozie. */
  async #reviseDefinition(job: CoordinatorJobRow, change: SlaChange): Promise<void> {
    const { definition } = this.#options.execution.definitions.of(job);
    const element = mapPath(definition.element, ['action', 'info'], (info) =>
      withChildren(
        info,
        info.children.map((one) => {
          const text = change.get(`sla-${one.name}`);
          return text === undefined ? one : withText(one, text);
        }),
      ),
    );
    await this.#commit({ jobId: job.id, replacement: { job_xml: writePrettyXml(element) } });
  }

  async #reviseProperties(job: CoordinatorJobRow, command: CoordinatorSlaCommand): Promise<void> {
    const properties = new Map(readConfiguration(job.conf, 'coordinator configuration'));
    const named = command.scope?.text;
    if (command.kind === 'disable') properties.set(DISABLE_ALERTS, named ?? ALL_ACTIONS);
    else if (named === undefined) properties.delete(DISABLE_ALERTS);
    else properties.set(ENABLE_ALERTS, named);
    const conf = writeConfiguration(properties);
    const hash = createHash('sha256').update(conf).digest('hex');
    await this.#commit({
      jobId: job.id,
      replacement: { conf, conf_hash: hash },
      definitions: [{ hash, text: conf, format: 'xml' }],
    });
  }

  async #commit(request: Omit<CoordinatorRequest, 'event'>): Promise<void> {
    await this.#options.execution.committer.commit({ ...request, event: { kind: 'tick' } });
  }
}

/** What has ended is not expected to do anything any more. */
async function watchedIds(
  { id: parentId }: CoordinatorJobRow,
  { kind }: CoordinatorSlaCommand,
  sla: SlaService,
): Promise<string[]> {
  const watched = await sla.list({ parentId }, { length: WATCHED_MAX });
  const open = watched.filter(({ actualEndMs }) => kind !== 'change' || actualEndMs === undefined);
  return open.map(({ id }) => id);
}

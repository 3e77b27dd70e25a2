/** Reruns of workflow jobs: what is checked before the state machine runs a job once more. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { newerNames } from '../config/job-configuration.ts';
import { reservedForWorkflows } from '../config/reserved-properties.ts';
import type { RerunEvent } from '../job/workflow-event.ts';
import type { WorkflowAction, WorkflowJobState } from '../job/workflow-job-state.ts';
import { isTerminalJobStatus } from '../job/workflow-job-status.ts';
import { RERUN_OF_CHILD } from './child-job-tie.ts';
import type { JobRenewal } from './commit-batch.ts';
import type { Committer } from './committer.ts';
import { APP_PATH } from './read-app.ts';
import type { RerunRequest } from './workflow-service.ts';
import { suspendOnNodes, type WorkflowSubmission } from './workflow-submission.ts';

export const SKIP_NODES = 'oozie.wf.rerun.skip.nodes';
export const FAIL_NODES = 'oozie.wf.rerun.failnodes';

/** Whether a job that another one runs can be run again by itself; to Oozie it can. */
const CHILDREN_DISABLED_SETTING = 'oozie.wf.rerun.disablechild';

export interface WorkflowRerunsOptions {
  readonly committer: Pick<Committer, 'commit'>;
  readonly submission: WorkflowSubmission;
  readonly settings: ReadonlyMap<string, string>;
}

export class WorkflowReruns {
  readonly #options: WorkflowRerunsOptions;

  constructor(options: WorkflowRerunsOptions) {
    this.#options = options;
  }

  /** @throws HowdahError as `WorkflowService.rerun` says */
  async rerun({ jobId, properties: sent, user }: RerunRequest): Promise<void> {
    const { committer } = this.#options;
    const own = withUser(sent, user);
    const { job } = await committer.commit({ jobId });
    if (job === undefined) throw new HowdahError('E0604', [jobId], { subject: jobId });
    const properties = overlay(job.configuration, own);
    const keepsFailedOnly = readChoice(properties);
    this.#refuseChild(job.row.parent_id, properties);
    const kept = keptNodes(job.state, properties, keepsFailedOnly);
    const renewal = await this.#prepare(properties);
    const event: RerunEvent = {
      kind: 'rerun',
      kept,
      keepsChildren: keepsFailedOnly,
      suspendOnNodes: suspendOnNodes(renewal.configuration),
    };
    const result = await committer.commit({ jobId, event, renewal });
    if (result.verdict === 'refused') throw notOver(result.job?.state.job.status ?? '');
  }

  /** @throws HowdahError E0755 where children are run again by their parents only */
  #refuseChild(parentId: string | null, properties: ReadonlyMap<string, string>): void {
    if (this.#options.settings.get(CHILDREN_DISABLED_SETTING) !== 'true') return;
    if (parentId === null || properties.get(RERUN_OF_CHILD) === 'true') return;
    const reason = 'Rerun is not allowed through child workflow, please re-run through the parent';
    throw new HowdahError('E0755', [`${reason} ${parentId}`], {
      mend: `run ${parentId} again, or set ${CHILDREN_DISABLED_SETTING} to false`,
    });
  }

  /** Where Oozie gives another code than at submission, so do we. */
  async #prepare(properties: ReadonlyMap<string, string>): Promise<JobRenewal> {
    for (const name of properties.keys()) {
      if (!reservedForWorkflows.has(name)) continue;
      const { codedMessage } = new HowdahError('E0808', [name]);
      const mend = `${name} is a constant of expressions; use another name`;
      throw new HowdahError('E1007', [jobLabel(properties), codedMessage], { subject: name, mend });
    }
    try {
      return await this.#options.submission.prepareRerun(properties);
    } catch (error) {
      if (!(error instanceof HowdahError) || error.code !== 'E0307') throw error;
      throw new HowdahError('E0504', [properties.get(APP_PATH) ?? ''], { cause: error });
    }
  }
}

/** @throws HowdahError E0401 for a new app that nobody says who asks for */
function withUser(
  sent: ReadonlyMap<string, string>,
  user: string | undefined,
): ReadonlyMap<string, string> {
  const own = user === undefined ? sent : new Map([...sent, ['user.name', user]]);
  if (own.has(APP_PATH) && !own.has('user.name')) {
    throw new HowdahError('E0401', ['user.name'], {
      subject: 'user.name',
      mend: `send user.name with ${APP_PATH}, or leave the path as it was`,
    });
  }
  return own;
}

/** Empty values are no properties, so that they leave what the job had. */
function overlay(
  stored: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string>,
): Map<string, string> {
  const properties = new Map(stored);
  for (const [name, value] of own) {
    if (value === '') continue;
    properties.set(name, value);
    const newer = newerNames.get(name);
    if (newer !== undefined) properties.set(newer, value);
  }
  return properties;
}

/**
 * Whether everything that was successful is kept.
 * @throws HowdahError E0401, E0404; the job remembers both properties from earlier reruns
 */
function readChoice(properties: ReadonlyMap<string, string>): boolean {
  if (!properties.has(APP_PATH)) throw new HowdahError('E0401', [APP_PATH]);
  const keepsFailedOnly = properties.get(FAIL_NODES)?.trim() === 'true';
  if (keepsFailedOnly && properties.has(SKIP_NODES)) {
    throw new HowdahError('E0404', [`${SKIP_NODES} OR ${FAIL_NODES}`], {
      subject: SKIP_NODES,
      mend: `set ${FAIL_NODES} to false, or submit the app again: the job keeps both properties`,
    });
  }
  return keepsFailedOnly;
}

/** @throws HowdahError E0805, E0806, E0807 */
function keptNodes(
  state: WorkflowJobState,
  properties: ReadonlyMap<string, string>,
  keepsFailedOnly: boolean,
): ReadonlySet<string> {
  if (!isTerminalJobStatus(state.job.status)) throw notOver(state.job.status);
  const actions = [...state.actions.values()];
  if (keepsFailedOnly) {
    return new Set(actions.filter(({ status }) => status === 'OK').map(({ name }) => name));
  }
  const kept = skippedNodes(properties);
  for (const action of actions) if (kept.has(action.name)) requireCompleted(action);
  const unknown = [...kept].filter((name) => !state.actions.has(name));
  if (unknown.length > 0) {
    const entered = actions.map(({ name }) => name).join(', ');
    throw new HowdahError('E0807', [unknown.join(',')], {
      subject: SKIP_NODES,
      mend: `name nodes of the last run: ${entered}`,
    });
  }
  return kept;
}

/**
 * Names are trimmed; one that is blank is a node that nobody knows. Commas at the end count for
 * nothing, as Java splits texts.
 */
function skippedNodes(properties: ReadonlyMap<string, string>): ReadonlySet<string> {
  const list = (properties.get(SKIP_NODES) ?? '').replace(/,+$/, '');
  return new Set(list === '' ? [] : list.split(',').map((name) => name.trim()));
}

function requireCompleted({ name, status }: WorkflowAction): void {
  if (status === 'OK' || status === 'ERROR') return;
  throw new HowdahError('E0806', [name], {
    subject: SKIP_NODES,
    mend: `leave ${name} out of ${SKIP_NODES}: it ended ${status} and has to run again`,
  });
}

function notOver(status: string): HowdahError {
  return new HowdahError('E0805', [status], {
    mend: 'wait until the job has ended, or kill it first',
  });
}

function jobLabel(properties: ReadonlyMap<string, string>): string {
  return properties.get(APP_PATH) ?? '';
}

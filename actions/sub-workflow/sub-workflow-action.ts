/** The sub-workflow action: another workflow job, run as one action of its parent. */
import type { ActionContext, ChildJobActionType } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { child } from '../contract/element.ts';

/** How deep a job lies below the one that a person submitted; its properties carry it along. */
const DEPTH = 'oozie.action.subworkflow.depth';

const OOZIE_PREFIX = 'oozie.';

const DEPTH_MAX_SETTING = 'oozie.action.subworkflow.max.depth';

/** Oozie's default; a workflow that runs itself ends here. */
const DEPTH_MAX_DEFAULT = 50;

export const subWorkflowActionType: ChildJobActionType = {
  name: 'sub-workflow',
  kind: 'child-job',
  submission,
};

/**
 * Weakest first: the properties of the parent, those that the action (and the workflow's
 * `<global>`) says, and what the server says of path, owner and depth. Without
 * `<propagate-configuration/>` the parent gives its Oozie properties only: libraries, switches,
 * nodes to suspend before, those of reruns.
 */
function submission(context: ActionContext): ReadonlyMap<string, string> {
  const { element, job, configuration } = context;
  const propagates = child(element, 'propagate-configuration') !== undefined;
  const properties = new Map(
    [...job.configuration].filter(([name]) => propagates || name.startsWith(OOZIE_PREFIX)),
  );
  for (const [name, value] of configuration) properties.set(name, value);
  properties.set('oozie.wf.application.path', child(element, 'app-path')?.text.trim() ?? '');
  properties.set('user.name', job.user);
  if (job.group !== undefined) properties.set('group.name', job.group);
  properties.set(DEPTH, String(nextDepth(context)));
  return properties;
}

function nextDepth({ job, settings }: ActionContext): number {
  const depth = wholeNumber(job.configuration.get(DEPTH)) ?? 0;
  const depthMax = wholeNumber(settings.get(DEPTH_MAX_SETTING)) ?? DEPTH_MAX_DEFAULT;
  if (depth >= depthMax) {
    throw codedActionError('SUBWF001', [String(depth + 1), String(depthMax)]);
  }
  return depth + 1;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}

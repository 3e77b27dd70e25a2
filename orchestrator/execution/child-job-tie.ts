/** The properties and the id that tie a child job to the action whose work it is; Oozie's names. */
import { child, type Element } from '../../actions/contract/element.ts';
import { globalOf, INHERITED_GLOBAL } from '../config/inherited-global.ts';
import { writePrettyXml } from '../definition/xml/write-xml.ts';
import type { WorkflowJobRow } from '../store/database-schema.ts';
import { actionId } from '../store/workflow-rows.ts';
import type { HeldJob } from './held-job.ts';

const SUPERPARENT = 'oozie.wf.superparent.id';
const YARN_TAG = 'oozie.action.yarn.tag';

/** Says of a child that it was run again with its parent. */
export const RERUN_OF_CHILD = 'oozie.action.subworkflow.rerun';

export interface ChildJobTie {
  /** `<parent id>@<node>@<run of the parent>`: a child belongs to one run. */
  readonly externalId: string;
  readonly properties: ReadonlyMap<string, string>;
}

/** @param serverUrl `http://host:port`; the callback is shown, and never called by ourselves */
export function childJobTie(parent: HeldJob, nodeName: string, serverUrl: string): ChildJobTie {
  const { id } = parent.row;
  const action = actionId(id, nodeName);
  const externalId = `${action}@${parent.state.job.run}`;
  const tag = parent.configuration.get(YARN_TAG);
  const properties = new Map([
    ['oozie.wf.external.id', externalId],
    ['oozie.wf.parent.id', id],
    [SUPERPARENT, parent.configuration.get(SUPERPARENT) ?? id],
    [YARN_TAG, tag === undefined ? action : `${tag}@${nodeName}`],
    ['oozie.wf.workflow.notification.url', `${callback(serverUrl)}?id=${action}&status=$status`],
  ]);
  const inherited = inheritedGlobal(parent, nodeName);
  if (inherited !== undefined) properties.set(INHERITED_GLOBAL, writePrettyXml(inherited));
  return { externalId, properties };
}

/** A child that gets its parent's properties gets its `<global>`, too. */
function inheritedGlobal(parent: HeldJob, nodeName: string): Element | undefined {
  const node = parent.definition.nodes.get(nodeName);
  if (node?.kind !== 'action') return undefined;
  if (child(node.element, 'propagate-configuration') === undefined) return undefined;
  return globalOf(parent.definition.global, parent.configuration);
}

/** Where this server is called back. */
export function callback(serverUrl: string): string {
  return `${serverUrl}/oozie/callback`;
}

/** The action that a job is the work of; undefined for other jobs. */
export function parentActionOf(
  child: Pick<WorkflowJobRow, 'parent_id' | 'external_id'>,
): { readonly jobId: string; readonly nodeName: string } | undefined {
  const { parent_id: jobId, external_id: externalId } = child;
  if (jobId === null || externalId === null || !jobId.endsWith('-W')) return undefined;
  const nodeName = /^@(.+)@\d+$/.exec(externalId.slice(jobId.length))?.[1];
  return nodeName === undefined ? undefined : { jobId, nodeName };
}

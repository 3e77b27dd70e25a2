/** The properties and the id that tie a child job to the action whose work it is; Oozie's names. */
import { child, type Element } from '../../actions/contract/element.ts';
import { globalOf, INHERITED_GLOBAL } from '../config/inherited-global.ts';
import type { WorkflowDefinition } from '../definition/workflow-definition.ts';
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
  const inherited = inheritedGlobal(parent);
  if (inherited !== undefined) properties.set(INHERITED_GLOBAL, writePrettyXml(inherited));
  return { externalId, properties };
}

/**
 * Once one sub-workflow of a definition is given its parent's properties, all of them are given the
 * `<global>`: Oozie keeps it among the parent's properties.
 */
function inheritedGlobal({ definition, configuration }: HeldJob): Element | undefined {
  if (!propagates(definition)) return undefined;
  return globalOf(definition.global, configuration);
}

function propagates(definition: WorkflowDefinition): boolean {
  return [...definition.nodes.values()].some(
    (node) =>
      node.kind === 'action' && child(node.element, 'propagate-configuration') !== undefined,
  );
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

/** The functions `wf:…`, which tell about the job and its nodes (Oozie's DagELFunctions). */
import { resolveProperty } from '../../../config/resolve-variables.ts';
import { ElProperties } from '../evaluation/el-value.ts';
import { expressionError } from '../expression-error.ts';
import type { WorkflowElContext } from '../workflow-el-context.ts';
import { elFunction } from './el-function.ts';

type Context = WorkflowElContext;

const noData = new ElProperties();

const id = elFunction([], ({ job }: Context) => job.id);
const name = elFunction([], ({ job }: Context) => job.name);
const appPath = elFunction([], ({ job }: Context) => job.appPath);
const user = elFunction([], ({ job }: Context) => job.user);
const group = elFunction([], ({ job }: Context) => job.group ?? null);
const run = elFunction([], ({ job }: Context) => BigInt(job.run));

/** The value unescaped, unlike that of `${name}`; null without such a property. */
const conf = elFunction(
  ['text'],
  ({ job }: Context, property) => resolveProperty(job.configuration, property) ?? null,
);

const callback = elFunction(['text'], (context: Context, statusVariable) => {
  if (statusVariable === '') throw expressionError('externalStatusVar cannot be empty');
  const action = `${context.job.id}@${context.currentNode ?? ''}`;
  return `${context.callbackUrl}?id=${action}&status=${statusVariable}`;
});

const lastErrorNode = elFunction([], (context: Context) => context.lastErrorNode ?? null);

/** A function that gives one fact of the named node, null while there is none. */
function nodeFact(
  fact:
    | 'transition'
    | 'errorCode'
    | 'errorMessage'
    | 'externalId'
    | 'externalStatus'
    | 'trackerUri',
) {
  return elFunction(['text'], (context: Context, node) => context.node(node)?.[fact] ?? null);
}

/** Captured output; an empty map for a node without any, and for what is no node. */
const actionData = elFunction(['text'], (context: Context, node) => {
  const data = context.node(node)?.data;
  return data === undefined ? noData : new ElProperties(data);
});

export const workflowFunctions = {
  'wf:id': id,
  'wf:name': name,
  'wf:appPath': appPath,
  'wf:conf': conf,
  'wf:user': user,
  'wf:group': group,
  'wf:run': run,
  'wf:callback': callback,
  'wf:transition': nodeFact('transition'),
  'wf:lastErrorNode': lastErrorNode,
  'wf:errorCode': nodeFact('errorCode'),
  'wf:errorMessage': nodeFact('errorMessage'),
  'wf:actionData': actionData,
  'wf:actionExternalId': nodeFact('externalId'),
  'wf:actionTrackerUri': nodeFact('trackerUri'),
  'wf:actionExternalStatus': nodeFact('externalStatus'),
} as const;

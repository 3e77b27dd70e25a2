/** The functions `hadoop:…` and `hcat:…`. */
import { expressionError } from '../expression-error.ts';
import type { WorkflowElContext } from '../workflow-el-context.ts';
import { elFunction } from './el-function.ts';
import { statusOf } from './file-functions.ts';

/** Counters by group and name; a node without any is an error. */
const counters = elFunction(['text'], (context: WorkflowElContext, node) => {
  const found = context.node(node)?.counters;
  if (found === undefined) {
    throw expressionError(`Hadoop counters not available for action [${node}]`, {
      mend: 'only actions that end with statistics of their tasks have counters',
    });
  }
  return found;
});

/** '' for a property that the cluster's configuration does not have. */
const conf = elFunction(
  ['text', 'text'],
  (context: Pick<WorkflowElContext, 'hadoopProperty'>, hostPort, property) =>
    context.hadoopProperty(hostPort, property) ?? '',
);

/**
 * There is no HCatalog here, and its URIs are refused as a server of Oozie without HCatalog does
 * it, which takes any other URI for a file's.
 */
const hcatExists = elFunction(
  ['text'],
  (context: WorkflowElContext, uri) => statusOf(context, uri) !== undefined,
  true,
);

export const hadoopFunctions = {
  'hadoop:counters': counters,
  'hadoop:conf': conf,
  'hcat:exists': hcatExists,
} as const;

/** The phases in which a workflow's expressions are evaluated. */
import type { ElValue } from './evaluation/el-value.ts';
import * as basic from './functions/basic-functions.ts';
import type { ElFunction } from './functions/el-function.ts';
import { fileFunctions } from './functions/file-functions.ts';
import { hadoopFunctions } from './functions/hadoop-functions.ts';
import { toConfigurationStr, toJsonStr, toPropertiesStr } from './functions/map-functions.ts';
import { timestamp } from './functions/timestamp-function.ts';
import { workflowFunctions } from './functions/workflow-functions.ts';
import { Phase } from './phase.ts';
import type { WorkflowElContext } from './workflow-el-context.ts';

/** Sizes, in bytes. */
export const sizeConstants: Readonly<Record<string, bigint>> = {
  KB: 1024n,
  MB: 1024n ** 2n,
  GB: 1024n ** 3n,
  TB: 1024n ** 4n,
  PB: 1024n ** 5n,
};

/** Names of Hadoop's counters for `hadoop:counters('node')[RECORDS][MAP_IN]`. */
const counterConstants: Readonly<Record<string, string>> = {
  RECORDS: 'org.apache.hadoop.mapred.Task$Counter',
  MAP_IN: 'MAP_INPUT_RECORDS',
  MAP_OUT: 'MAP_OUTPUT_RECORDS',
  REDUCE_IN: 'REDUCE_INPUT_RECORDS',
  REDUCE_OUT: 'REDUCE_OUTPUT_RECORDS',
  GROUPS: 'REDUCE_INPUT_GROUPS',
};

/** Durations in minutes, for service levels. */
export const durationConstants: Readonly<Record<string, bigint>> = {
  MINUTES: 1n,
  HOURS: 60n,
  DAYS: 1440n,
};

/** The functions that every phase but the submission's has. */
export const basicFunctions = {
  firstNotNull: basic.firstNotNull,
  concat: basic.concat,
  replaceAll: basic.replaceAll,
  appendAll: basic.appendAll,
  trim: basic.trim,
  urlEncode: basic.urlEncode,
  timestamp,
  toJsonStr,
  toPropertiesStr,
  toConfigurationStr,
} as const;

const functions: Readonly<Record<string, ElFunction<WorkflowElContext>>> = {
  ...basicFunctions,
  ...workflowFunctions,
  ...hadoopFunctions,
  ...fileFunctions,
};

const constants: Readonly<Record<string, ElValue>> = { ...sizeConstants, ...counterConstants };

/** Elements of actions, decisions, kill messages. */
export const workflowPhase = new Phase<WorkflowElContext>({
  name: 'workflow',
  functions,
  constants,
});

/** The service levels of a workflow and of its actions. */
export const workflowSlaPhase = new Phase<WorkflowElContext>({
  name: 'wf-sla-submit',
  functions,
  constants: { ...constants, ...durationConstants },
});

/** Names of apps and retry attributes: variables only, not one function or constant. */
export const submissionPhase = new Phase<undefined>({ name: 'submit' });

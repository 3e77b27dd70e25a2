/** JSON Schemas of what is asked of coordinators and bundles, and of what is answered. */
import { coordinatorActionStatuses } from '../../coordinator/action/coordinator-action-status.ts';
import { commandAnswer, listQuery, logQuery } from './schemas.ts';

const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const count = { type: 'integer', minimum: 0 } as const;
const texts = { type: 'array', items: text } as const;

/** Which actions: by number or by nominal time; never by both. */
const scope = {
  actions: { ...text, minLength: 1, description: 'numbers and ranges: 1,3-5' },
  dates: {
    ...text,
    minLength: 1,
    description: 'nominal times and ranges: 2026-11-01T00:00Z::2026-11-03T00:00Z',
  },
} as const;

const page = {
  offset: listQuery.properties.offset,
  length: listQuery.properties.length,
} as const;

const { parent: _, ...listed } = listQuery.properties;

export const coordinatorListQuery = {
  type: 'object',
  properties: { ...listed, bundle: { ...text, description: 'id of a bundle' } },
} as const;

export const bundleListQuery = { type: 'object', properties: listed } as const;

const actionStatus = { enum: Object.keys(coordinatorActionStatuses) } as const;

export const actionsQuery = {
  type: 'object',
  properties: {
    status: { anyOf: [actionStatus, { type: 'array', items: actionStatus }] },
    order: { enum: ['ascending', 'descending'], default: 'ascending' },
    ...page,
  },
} as const;

export const actionParameters = {
  type: 'object',
  required: ['id', 'number'],
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 255 },
    number: { type: 'integer', minimum: 1 },
  },
} as const;

const { action: _node, ...logProperties } = logQuery.properties;

export const coordinatorLogQuery = {
  type: 'object',
  properties: { ...logProperties, ...scope },
} as const;

export const bundleLogQuery = { type: 'object', properties: logProperties } as const;

/** Without a scope the whole job. */
export const scopeBody = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: scope,
} as const;

export const coordinatorRerunBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...scope,
    refresh: { type: 'boolean', default: false, description: 'resolve latest and future again' },
    noCleanup: { type: 'boolean', default: false, description: 'leave the outputs of before' },
    failedOnly: {
      type: 'boolean',
      default: false,
      description: 'run what failed of the same workflows',
    },
  },
} as const;

const timeText = { ...text, description: 'such as 2026-11-01T00:00Z' } as const;

export const coordinatorChangeBody = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    endTime: timeText,
    pauseTime: { ...textOrNull, description: 'null takes it away' },
    // With the one type, what is no number would count as 0: nothing would start any more.
    concurrency: { type: ['string', 'integer'], description: 'negative for no limit' },
    status: { enum: ['RUNNING', 'IGNORED'] },
  },
} as const;

export const updateBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    properties: { type: 'object', additionalProperties: text },
    dryRun: { type: 'boolean', default: false, description: 'only tell what would change' },
  },
} as const;

export const bundleChangeBody = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: { endTime: timeText, pauseTime: coordinatorChangeBody.properties.pauseTime },
} as const;

export const bundleRerunBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    coordinators: { ...texts, description: 'names; all without it' },
    dates: scope.dates,
    refresh: coordinatorRerunBody.properties.refresh,
    noCleanup: coordinatorRerunBody.properties.noCleanup,
  },
} as const;

const summary = {
  id: text,
  name: text,
  status: text,
  user: text,
  group: textOrNull,
  appPath: text,
  createdTime: text,
  startTime: textOrNull,
  endTime: textOrNull,
  pauseTime: textOrNull,
  modifiedTime: text,
} as const;

export const coordinatorAnswer = {
  type: 'object',
  properties: {
    ...summary,
    bundleId: textOrNull,
    frequency: text,
    timeUnit: text,
    timeZone: text,
    execution: text,
    concurrency: { type: 'integer' },
    throttle: { type: 'integer' },
    timeoutMinutes: { type: 'integer' },
    nextMaterialisedTime: textOrNull,
    lastActionNumber: count,
  },
} as const;

export const coordinatorActionAnswer = {
  type: 'object',
  properties: {
    id: text,
    number: count,
    nominalTime: text,
    status: text,
    createdTime: text,
    modifiedTime: text,
    workflowId: textOrNull,
    missingDependencies: texts,
    unresolvedInstances: texts,
    errorCode: textOrNull,
    errorMessage: textOrNull,
    run: count,
  },
} as const;

const answeredActions = { type: 'array', items: coordinatorActionAnswer } as const;
const answeredPage = { total: count, offset: count, length: count } as const;

export const coordinatorActionsAnswer = {
  type: 'object',
  properties: { actions: answeredActions, ...answeredPage },
} as const;

export const coordinatorListAnswer = {
  type: 'object',
  properties: { coordinators: { type: 'array', items: coordinatorAnswer }, ...answeredPage },
} as const;

const bundle = { ...summary, kickOffTime: textOrNull } as const;

export const bundleAnswer = {
  type: 'object',
  properties: { ...bundle, coordinators: { type: 'array', items: coordinatorAnswer } },
} as const;

export const bundleListAnswer = {
  type: 'object',
  properties: {
    bundles: { type: 'array', items: { type: 'object', properties: bundle } },
    ...answeredPage,
  },
} as const;

/** The actions that a command was about, as they are after it. */
export const actionsCommandAnswer = {
  type: 'object',
  required: ['result', 'actions'],
  properties: { ...commandAnswer.properties, actions: answeredActions },
} as const;

export const updateAnswer = {
  type: 'object',
  required: ['diff'],
  properties: { diff: { ...text, description: 'what changes, in the manner of a diff' } },
} as const;

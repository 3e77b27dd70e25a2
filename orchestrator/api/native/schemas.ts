/**
 * JSON Schemas of what is sent to the interface and of what it answers. Requests are checked
 * against them; answers are described by them.
 */

const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const count = { type: 'integer', minimum: 0 } as const;
const logLevel = { enum: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] } as const;

/** Longest id that a store keeps is 255 characters. */
const ID_LENGTH_MAX = 255;

export const jobParameters = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', minLength: 1, maxLength: ID_LENGTH_MAX } },
} as const;

export const nodeParameters = {
  type: 'object',
  required: ['id', 'node'],
  properties: {
    ...jobParameters.properties,
    node: { type: 'string', minLength: 1, maxLength: ID_LENGTH_MAX },
  },
} as const;

/** Which attempt's file; the last one without it. */
export const attemptQuery = {
  type: 'object',
  properties: { attempt: { type: 'integer', minimum: 1 }, run: count },
} as const;

export const submitBody = {
  type: 'object',
  required: ['properties'],
  additionalProperties: false,
  properties: {
    properties: { type: 'object', additionalProperties: text },
    start: { type: 'boolean', default: true },
    dryRun: { type: 'boolean', default: false },
  },
} as const;

/** What differs from the last run, and what is kept of it. */
export const rerunBody = {
  type: 'object',
  additionalProperties: false,
  properties: {
    properties: { type: 'object', additionalProperties: text },
    skipNodes: { type: 'array', items: text, description: 'nodes that are kept as they ended' },
    failedOnly: { type: 'boolean', description: 'whether what succeeded is kept' },
  },
} as const;

export const validateBody = {
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: { text, file: { type: 'string', default: 'workflow' } },
} as const;

/** Which records of a log are wanted; all without it. */
export const logQuery = {
  type: 'object',
  properties: {
    level: { anyOf: [logLevel, { type: 'array', items: logLevel }] },
    text: { ...text, description: 'stands somewhere in the record' },
    action: { ...text, description: 'name of a node: only its records' },
    limit: { type: 'integer', minimum: 1 },
  },
} as const;

export const graphQuery = {
  type: 'object',
  properties: {
    format: { enum: ['json', 'svg', 'png', 'dot'], default: 'json' },
    showKill: { type: 'boolean', default: true },
  },
} as const;

/** Jobs in one answer at most; a bigger list is read page by page. */
const PAGE_LENGTH_MAX = 1_000;

/** The instants that a Date can hold, in milliseconds: 100 million days around 1970. */
const TIME_MS_MAX = 8.64e15;

const timeMs = { type: 'integer', minimum: -TIME_MS_MAX, maximum: TIME_MS_MAX } as const;

export const listQuery = {
  type: 'object',
  properties: {
    id: { anyOf: [text, { type: 'array', items: text }] },
    status: { anyOf: [text, { type: 'array', items: text }] },
    name: text,
    user: text,
    text: { ...text, description: 'part of the name or user, or the whole id' },
    parent: text,
    createdFromMs: { ...timeMs, description: 'milliseconds since 1970' },
    createdToMs: { ...timeMs, description: 'milliseconds since 1970' },
    sortBy: { enum: ['createdTime', 'lastModifiedTime'], default: 'createdTime' },
    offset: { type: 'integer', minimum: 1, default: 1 },
    length: { type: 'integer', minimum: 1, maximum: PAGE_LENGTH_MAX, default: 50 },
  },
} as const;

const jobSummaryProperties = {
  id: text,
  name: text,
  status: text,
  user: text,
  group: textOrNull,
  appPath: text,
  externalId: textOrNull,
  parentId: textOrNull,
  run: count,
  createdTime: text,
  startTime: textOrNull,
  endTime: textOrNull,
  modifiedTime: text,
} as const;

const attempt = {
  type: 'object',
  properties: {
    run: count,
    attempt: count,
    status: text,
    startTime: textOrNull,
    endTime: textOrNull,
    externalId: textOrNull,
    externalStatus: textOrNull,
    errorCode: textOrNull,
    errorMessage: textOrNull,
    directory: text,
  },
} as const;

const action = {
  type: 'object',
  properties: {
    id: text,
    name: text,
    type: text,
    status: text,
    transition: textOrNull,
    startTime: textOrNull,
    endTime: textOrNull,
    externalId: textOrNull,
    externalStatus: textOrNull,
    errorCode: textOrNull,
    errorMessage: textOrNull,
    data: textOrNull,
    retries: count,
    userRetry: {
      type: 'object',
      properties: { count, max: count, intervalMinutes: { type: 'integer' } },
    },
    attempt: count,
    attempts: { type: 'array', items: attempt },
    progress: {
      type: 'object',
      properties: {
        jobsEnded: count,
        stages: {
          type: 'array',
          items: {
            type: 'object',
            properties: { stageId: count, name: text, tasksCompleted: count, tasksTotal: count },
          },
        },
      },
    },
  },
} as const;

export const jobAnswer = {
  type: 'object',
  properties: {
    ...jobSummaryProperties,
    lastErrorNode: textOrNull,
    actions: { type: 'array', items: action },
  },
} as const;

export const listAnswer = {
  type: 'object',
  properties: {
    jobs: { type: 'array', items: { type: 'object', properties: jobSummaryProperties } },
    total: count,
    offset: count,
    length: count,
  },
} as const;

export const submitAnswer = {
  type: 'object',
  properties: { id: text, result: { enum: ['accepted', 'valid'] } },
} as const;

export const commandAnswer = {
  type: 'object',
  required: ['result'],
  properties: { result: { enum: ['accepted', 'ignored'] }, reason: text },
} as const;

export const validateAnswer = {
  type: 'object',
  properties: {
    valid: { type: 'boolean' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          severity: { enum: ['error', 'warning'] },
          code: text,
          message: text,
          file: text,
          line: count,
          column: count,
          node: text,
          mend: text,
        },
      },
    },
  },
} as const;

export const statusAnswer = {
  type: 'object',
  properties: {
    status: { const: 'running' },
    version: text,
    id: text,
    url: text,
    processId: count,
    dataDirectory: text,
    startTime: text,
  },
} as const;

export const graphAnswer = {
  type: 'object',
  properties: {
    nodes: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: text,
          kind: { enum: ['start', 'end', 'kill', 'decision', 'fork', 'join', 'action'] },
          type: textOrNull,
          status: textOrNull,
        },
      },
    },
    edges: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          from: text,
          to: text,
          transition: { enum: ['ok', 'error', null] },
          isTaken: { type: 'boolean' },
        },
      },
    },
  },
} as const;

/** Every refusal: what was wrong, where, and what would be right. */
export const errorAnswer = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: text,
        message: text,
        file: text,
        line: count,
        column: count,
        subject: text,
        mend: text,
      },
    },
  },
} as const;

/**
 * What a real Oozie showed of the nodes of workflows that it ran: the evaluated text of decisions
 * and actions, their errors, the messages of kill nodes.
 */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../../base/file-system/file-systems.ts';
import { LocalFileSystem } from '../../../../base/file-system/local-file-system.ts';
import { parseProperties } from '../../../../base/properties/parse-properties.ts';
import { mergeAction } from '../../../../orchestrator/config/merge-action.ts';
import { readConfiguration } from '../../../../orchestrator/config/read-configuration.ts';
import { evaluateElement } from '../../../../orchestrator/definition/el/evaluate-element.ts';
import { Evaluator } from '../../../../orchestrator/definition/el/evaluator.ts';
import { workflowPhase } from '../../../../orchestrator/definition/el/workflow-phases.ts';
import { workflowVariables } from '../../../../orchestrator/definition/el/workflow-variables.ts';
import { readWorkflow } from '../../../../orchestrator/definition/read-workflow.ts';
import type { WorkflowDefinition } from '../../../../orchestrator/definition/workflow-definition.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { workflowContext } from './workflow-context.ts';

interface RecordedAction {
  readonly name: string;
  readonly type: string;
  readonly conf: string;
  readonly data: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly externalId: string | null;
  readonly externalStatus: string | null;
  readonly transition: string | null;
  readonly startTime: string | null;
}

interface RecordedJob {
  readonly id: string;
  readonly appName: string;
  readonly appPath: string;
  readonly user: string;
  readonly run: number;
  readonly conf: string;
  readonly actions: readonly RecordedAction[];
}

interface RecordedStep {
  readonly step: string;
  readonly answer: { readonly status: number; readonly body: string };
}

const golden = new URL('../../../fixture/golden/', import.meta.url);
const steps: readonly RecordedStep[] = JSON.parse(
  await readFile(new URL('live_workflow.json', golden), 'utf8'),
);
const evaluated = /^((dec|el|kill)-.*: info|full: show=info)$/;
const recorded = steps
  .filter(({ step, answer }) => evaluated.test(step) && answer.status === 200)
  .map(({ step, answer }) => [step, JSON.parse(answer.body) as RecordedJob] as const);

const directory = temporaryDirectory();
const files: FileSystems = {
  schemes: ['file'],
  resolve: (uri) => ({
    fileSystem: new LocalFileSystem(),
    path: uri.replace(/^file:(\/\/)?/, '').replace(/^\/golden/, directory),
  }),
};

beforeAll(() => {
  mkdirSync(`${directory}/data/live/a`, { recursive: true });
});

async function definitionOf({ appPath }: RecordedJob): Promise<WorkflowDefinition> {
  const path = appPath
    .replace('file:///golden/', '')
    .replace(/(\/workflow\.xml)?$/, '/workflow.xml');
  const text = await readFile(new URL(path, golden), 'utf8');
  const { definition } = readWorkflow(text, { file: path });
  if (definition === undefined) throw new Error(`${path} is not valid`);
  return definition;
}

function evaluatorFor(job: RecordedJob, action: RecordedAction) {
  const configuration = readConfiguration(job.conf, 'conf');
  const actions = new Map(job.actions.map((one) => [one.name, one]));
  const context = {
    ...workflowContext({ fileSystems: files, nowMs: Date.parse(action.startTime ?? '') }),
    currentNode: action.name,
    job: {
      id: job.id,
      name: job.appName,
      appPath: job.appPath,
      user: job.user,
      group: undefined,
      run: job.run,
      configuration,
    },
    node: (name: string) => {
      const one = actions.get(name);
      if (one === undefined) return undefined;
      const { externalId, transition, errorCode, errorMessage, data } = one;
      return {
        externalId: externalId ?? undefined,
        transition: transition ?? undefined,
        errorCode: errorCode ?? undefined,
        errorMessage: errorMessage ?? undefined,
        data: data === null ? undefined : parseProperties(data),
      };
    },
  };
  return new Evaluator(workflowPhase, context, workflowVariables(configuration));
}

function outcome(run: () => string): { text: string } | { error: string } {
  try {
    return { text: run() };
  } catch (error) {
    if (!(error instanceof HowdahError) || error.code !== 'EL_ERROR') throw error;
    return { error: error.message };
  }
}

/** Where Oozie's column for messages ends. */
const MESSAGE_LENGTH_MAX = 500;

describe('nodes of recorded workflows', () => {
  test.each(recorded)('%s', async (_, job) => {
    const { nodes, global } = await definitionOf(job);
    for (const action of job.actions) {
      const node = nodes.get(action.name);
      const evaluator = evaluatorFor(job, action);
      if (node?.kind === 'kill') {
        const found = outcome(() => evaluator.evaluate(node.message).slice(0, MESSAGE_LENGTH_MAX));
        const expected =
          action.errorCode === 'E0756'
            ? {
                error: /^E0756: Exception parsing Kill node message \[(.*)\]$/s.exec(
                  action.errorMessage ?? '',
                )?.[1],
              }
            : { text: action.errorMessage };
        expect(found).toEqual(expected);
      } else if (node?.kind === 'decision' || node?.kind === 'action') {
        const surroundings = { global, defaults: new Map(), server: {} };
        const element =
          node.kind === 'action' ? mergeAction(node.element, surroundings) : node.element;
        const found = outcome(() => evaluateElement(element, evaluator).text);
        const expected =
          action.errorCode === 'EL_ERROR' ? { error: action.errorMessage } : { text: action.conf };
        expect(found).toEqual(expected);
      }
    }
  });

  test('are many', () => {
    expect(recorded.length).toBeGreaterThan(40);
  });
});

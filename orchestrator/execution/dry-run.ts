/** What a dry run checks beyond a submission: every expression, and files that actions name. */
import { childrenOf, type Element } from '../../actions/contract/element.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import { uriBelow } from '../../base/file-system/uri-below.ts';
import type { DefinitionLimits } from '../definition/definition-limits.ts';
import { readXml } from '../definition/xml/read-xml.ts';
import { writePrettyXml } from '../definition/xml/write-xml.ts';
import type { EvaluatedJob, JobEvaluator } from './job-evaluator.ts';
import type { WorkflowApp } from './read-app.ts';

export interface DryRunServices {
  readonly evaluator: JobEvaluator;
  readonly fileSystems: FileSystems;
}

/**
 * Oozie evaluates the definition's whole text as one template, for a job of which nothing has run,
 * and reads the outcome; that is the check. A definition in YAML has its nodes evaluated.
 * @throws HowdahError E0803 with the expression's error, or the name of a job-xml that is not there
 */
export async function dryRunExpressions(
  job: EvaluatedJob,
  app: WorkflowApp,
  { evaluator, fileSystems }: DryRunServices,
): Promise<void> {
  const nodes = [...job.definition.nodes.values()];
  try {
    if (app.format === 'xml') requireXml(evaluator.evaluateText(job, definitionText(app)));
    else
      for (const { name } of nodes) evaluator.evaluateText(job, evaluator.writtenConf(job, name));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HowdahError('E0803', [reason], { cause: error });
  }
  for (const node of nodes) {
    if (node.kind !== 'action') continue;
    for (const { text } of childrenOf(evaluator.writtenElement(job, node), 'job-xml')) {
      const uri = uriBelow(app.directory, evaluator.evaluateText(job, text).trim());
      const place = fileSystems.resolve(uri);
      const status = await place?.fileSystem.status(place.path);
      if (status?.kind === 'file') continue;
      // Hadoop prints paths of the local file system with one slash.
      const shown = uri.replace(/^file:\/+/, 'file:/');
      throw new HowdahError('E0803', [`File ${shown} does not exist`], {
        subject: node.name,
        mend: 'put the file there, or correct <job-xml>',
      });
    }
  }
}

/** As Oozie writes what it has read: without comments and service levels, escaped anew. */
function definitionText({ definition, file }: WorkflowApp): string {
  const { root } = readXml(definition, file, UNLIMITED);
  return root === undefined ? definition : writePrettyXml(withoutServiceLevels(root));
}

function withoutServiceLevels(root: Element): Element {
  const isWork = ({ name, namespace }: Element) => name !== 'info' || !namespace.includes(':sla:');
  const children = root.children
    .filter(isWork)
    .map((child) =>
      child.name === 'action' ? { ...child, children: child.children.filter(isWork) } : child,
    );
  return { ...root, children };
}

function requireXml(text: string): void {
  const [problem] = readXml(text, 'evaluated definition', UNLIMITED).problems;
  if (problem === undefined) return;
  throw new Error(`Error on line ${problem.position.line}: ${problem.message}`);
}

/** Definitions are held to the limits before they get here. */
const UNLIMITED: DefinitionLimits = {
  sizeBytesMax: Number.POSITIVE_INFINITY,
  depthMax: 1_000,
  elementsMax: Number.POSITIVE_INFINITY,
  aliasesMax: 0,
};

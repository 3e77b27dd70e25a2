/** What a dry run checks beyond a submission: every expression, and files that actions name. */
import { childrenOf } from '../../actions/contract/element.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import { uriBelow } from '../../base/file-system/uri-below.ts';
import type { EvaluatedJob, JobEvaluator } from './job-evaluator.ts';
import type { WorkflowApp } from './read-app.ts';

export interface DryRunServices {
  readonly evaluator: JobEvaluator;
  readonly fileSystems: FileSystems;
}

/**
 * Oozie evaluates the definition's whole text as one template, for a job of which nothing has run;
 * that is the check, and what it gives is not used. A definition in YAML has its nodes evaluated.
 * @throws HowdahError E0803 with the expression's error, or the name of a job-xml that is not there
 */
export async function dryRunExpressions(
  job: EvaluatedJob,
  app: WorkflowApp,
  { evaluator, fileSystems }: DryRunServices,
): Promise<void> {
  const nodes = [...job.definition.nodes.values()];
  try {
    if (app.format === 'xml') evaluator.evaluateText(job, withoutComments(app.definition));
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

/** Oozie's reader leaves them out. */
function withoutComments(xml: string): string {
  return xml.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->/g, (found) =>
    found.startsWith('<!--') ? '' : found,
  );
}

/** Everything that is wrong or doubtful in a definition, whatever its kind. */

import { readCoordinator } from '../coordinator/definition/read-coordinator.ts';
import { definitionKind } from '../definition/definition-kind.ts';
import type { Problem } from '../definition/problem.ts';
import { readBundle } from '../definition/read-bundle.ts';
import { validateWorkflowText } from '../definition/read-workflow.ts';

/** Of coordinators and bundles only what no property of a job could mend. */
export function validateDefinition(text: string, file: string): Problem[] {
  switch (definitionKind(file, text)) {
    case 'workflow':
      return validateWorkflowText(text, { file, validateForkJoin: true });
    case 'coordinator':
      return withoutMissing(readCoordinator(text, new Map(), { file }).problems);
    case 'bundle':
      return withoutMissing(readBundle(text, new Map(), { file }).problems);
  }
}

/** A definition is not wrong because a job has still to say something. */
function withoutMissing(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ message, mend }) => {
    const isParameter = /parameters are required but were not defined/.test(message);
    return !isParameter && !unknownVariable.test(message) && !unknownVariable.test(mend);
  });
}

const unknownVariable = /variable \[[^\]]*\] cannot be resolved/;

import type { DefinitionLimits } from './definition-limits.ts';
import { type Problem, problem } from './problem.ts';

/** E0736 for a definition that is longer than the server takes, E0803 for an empty one. */
export function checkSize(text: string, file: string, limits: DefinitionLimits): Problem[] {
  const details = { phase: 'source', position: { file, line: 1, column: 1 } } as const;
  if (text === '') {
    const mend = 'write a workflow into it';
    return [problem('E0803', ['appXml cannot be empty'], { ...details, mend })];
  }
  const sizeBytes = Buffer.byteLength(text, 'utf8');
  if (sizeBytes <= limits.sizeBytesMax) return [];
  const mend =
    'split the workflow into sub-workflows, or raise ' +
    'oozie.service.WorkflowAppService.WorkflowDefinitionMaxLength';
  return [
    problem('E0736', [grouped(sizeBytes), grouped(limits.sizeBytesMax)], { ...details, mend }),
  ];
}

/** `100,000`: Oozie's messages group digits. */
function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

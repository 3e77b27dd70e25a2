/** What is wrong, or doubtful, in a definition: the one form in which every check reports. */

import type { ErrorCode } from '../../base/error/error-table.ts';
import { HowdahError, type SourcePosition } from '../../base/error/howdah-error.ts';

/**
 * The step of Oozie's submission in which a problem shows, in order: the text's size, the schema,
 * forbidden parts of the document, declared parameters, the nodes one by one as they are read, the
 * walk over the graph, the pairing of forks and joins. `advice` is ours.
 */
export const problemPhases = [
  'source',
  'schema',
  'document',
  'parameters',
  'reading',
  'graph',
  'fork-join',
  'advice',
] as const;

export type ProblemPhase = (typeof problemPhases)[number];

export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: ErrorCode;
  /** The code's message with its parameters filled in, without the code. */
  readonly message: string;
  readonly parameters: readonly (string | number)[];
  readonly position: SourcePosition;
  /** The workflow node that it is about. */
  readonly node?: string | undefined;
  /** What would be right. */
  readonly mend: string;
  readonly phase: ProblemPhase;
}

export interface ProblemDetails {
  readonly phase: ProblemPhase;
  readonly position: SourcePosition;
  readonly mend: string;
  readonly node?: string | undefined;
  readonly severity?: 'error' | 'warning';
}

export function problem(
  code: ErrorCode,
  parameters: readonly (string | number)[],
  details: ProblemDetails,
): Problem {
  const { message } = new HowdahError(code, parameters);
  return { severity: 'error', code, message, parameters, ...details };
}

/** The error to throw for a problem; it carries position and mend. */
export function problemError(found: Problem): HowdahError {
  return new HowdahError(found.code, found.parameters, {
    position: found.position,
    subject: found.node,
    mend: found.mend,
  });
}

/**
 * The error that Oozie would have reported, which is the first one it meets: phase by phase, in the
 * order of the list within a phase, and node by node while reading.
 */
export function firstProblem(problems: readonly Problem[]): Problem | undefined {
  let first: Problem | undefined;
  for (const candidate of problems) {
    if (candidate.severity !== 'error') continue;
    if (first === undefined || comesBefore(candidate, first)) first = candidate;
  }
  return first;
}

function comesBefore(left: Problem, right: Problem): boolean {
  const byPhase = problemPhases.indexOf(left.phase) - problemPhases.indexOf(right.phase);
  if (byPhase !== 0) return byPhase < 0;
  return left.phase === 'reading' && comparePositions(left.position, right.position) < 0;
}

/** Orders by line, then column. */
export function comparePositions(left: SourcePosition, right: SourcePosition): number {
  return left.line - right.line || left.column - right.column;
}

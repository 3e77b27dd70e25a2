/** Evaluates and checks one dataset. */
import type { Element } from '../../../actions/contract/element.ts';
import {
  attributePhase,
  frequencyPhase,
  initialInstancePhase,
} from '../../definition/el/coordinator-phases.ts';
import { formatOozieTime } from '../time/oozie-time.ts';
import { mapChildren, withAttributes } from './edit-element.ts';
import { notAnInteger, parseJavaInteger } from './java-integer.ts';
import { attributePosition, type SubmissionScope } from './submission-scope.ts';

/**
 * The element with all evaluated that does not wait for an instance. Reports E1003, E1004, E1021.
 */
export function resolveDataset(dataset: Element, scope: SubmissionScope): Element {
  const { context } = scope;
  let resolved = resolveFrequency(dataset, scope);
  resolved = resolve(resolved, 'initial-instance', scope, () => {
    return scope.resolveAttribute(resolved, 'initial-instance', initialInstancePhase, context);
  });
  resolved = resolve(resolved, 'timezone', scope, () =>
    scope.resolveAttribute(resolved, 'timezone', attributePhase, context),
  );
  for (const name of ['uri-template', 'done-flag']) {
    resolved = mapChildren(resolved, name, (element) =>
      scope.resolveText(element, attributePhase, context),
    );
  }
  return resolved;
}

/** Evaluates an attribute and checks it, if it could be evaluated. */
function resolve(
  dataset: Element,
  name: 'initial-instance' | 'timezone',
  scope: SubmissionScope,
  evaluate: () => Element,
): Element {
  const before = scope.problems.length;
  const resolved = evaluate();
  if (scope.problems.length > before) return dataset;
  const text = resolved.attributes.get(name) ?? '';
  const position = attributePosition(resolved, name);
  if (name === 'timezone') scope.checkTimeZone(text, position);
  else checkInitialInstance(text, scope.readTime(text, name, position), resolved, scope);
  return resolved;
}

function resolveFrequency(dataset: Element, scope: SubmissionScope): Element {
  const frequencyContext = scope.frequencyContext();
  const before = scope.problems.length;
  const resolved = scope.resolveAttribute(dataset, 'frequency', frequencyPhase, frequencyContext);
  if (scope.problems.length > before) return dataset;
  const text = resolved.attributes.get('frequency') ?? '';
  const count = parseJavaInteger(text);
  const position = attributePosition(resolved, 'frequency');
  if (count === undefined) {
    const found = `parameter [frequency] = [${text}]  must be an integer.`;
    const mend = 'write a number of minutes, or a function such as ${coord:days(1)}';
    scope.report('E1003', [`${found} Parsing error ${notAnInteger(text)}`], position, mend);
  } else if (count <= 0) {
    const found = `parameter [frequency] = [${text}] must be greater than zero`;
    scope.report('E1003', [found], position, 'write 1 or more');
  }
  const { unit = 'MINUTE', endOf = 'NONE' } = frequencyContext;
  return withAttributes(resolved, { freq_timeunit: unit, end_of_duration: endOf });
}

function checkInitialInstance(
  text: string,
  timeMs: number | undefined,
  dataset: Element,
  scope: SubmissionScope,
): void {
  if (timeMs === undefined || timeMs >= 0) return;
  const earliest = formatOozieTime(0, scope.processing);
  const found = `Dataset initial-instance ${text} is earlier than the default initial instance`;
  const position = attributePosition(dataset, 'initial-instance');
  scope.report('E1021', [`${found} ${earliest}`], position, `write ${earliest} or later`);
}

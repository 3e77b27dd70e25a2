/** The action of a coordinator, as far as it is settled at submission. */
import { child, childrenOf, type Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import {
  attributePhase,
  dataCheckPhase,
  slaCheckPhase,
} from '../../definition/el/coordinator-phases.ts';
import { Evaluator } from '../../definition/el/evaluator.ts';
import { writePrettyXml } from '../../definition/xml/write-xml.ts';
import { mapChildren, mapPath, withText } from './edit-element.ts';
import { evaluateAndWrap } from './evaluate-and-wrap.ts';
import type { SubmissionScope } from './submission-scope.ts';

/**
 * The app with the workflow's path and the names of its properties evaluated. Their values are only
 * checked. Reports E1004.
 */
export function resolveWorkflow(app: Element, scope: SubmissionScope): Element {
  const withPath = mapPath(app, ['action', 'workflow', 'app-path'], (path) =>
    scope.resolveText(path, attributePhase, scope.context),
  );
  return mapPath(withPath, ['action', 'workflow', 'configuration', 'property'], (property) => {
    const resolved = mapChildren(property, 'name', (name) =>
      scope.resolveText(name, dataCheckPhase, scope.echoContext()),
    );
    for (const value of childrenOf(property, 'value')) {
      scope.resolveText(value, dataCheckPhase, scope.echoContext());
    }
    return resolved;
  });
}

/**
 * The app with the texts of its service level evaluated that need no more than the job's
 * properties. Reports E0803 when the rest could not be evaluated later.
 */
export function resolveSla(app: Element, scope: SubmissionScope): Element {
  const { context } = scope;
  const resolved = mapPath(app, ['action', 'info'], (info) => ({
    ...info,
    children: info.children.map((element) => {
      try {
        const text = element.text.trim();
        const value = evaluateAndWrap(text, attributePhase, context, context.properties);
        return withText(element, value);
      } catch (error) {
        // An expression of an action; it is evaluated when there is one.
        if (error instanceof HowdahError) return element;
        throw error;
      }
    }),
  }));
  const action = child(resolved, 'action');
  const info = action && child(action, 'info');
  if (info !== undefined) checkSla(info, scope);
  return resolved;
}

function checkSla(info: Element, scope: SubmissionScope): void {
  const context = scope.echoContext();
  try {
    const evaluator = new Evaluator(slaCheckPhase, context, context.properties);
    evaluator.evaluate(writePrettyXml(info));
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    const inner = new HowdahError('E1004', [`Validation ERROR :${error.message}`]);
    const mend = error.mend ?? 'mend the expression';
    scope.report('E0803', [inner.codedMessage], info.position, mend);
  }
}

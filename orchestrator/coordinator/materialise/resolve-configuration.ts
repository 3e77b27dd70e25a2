/** The workflow's configuration of an action whose data exist. */
import { child, childrenOf, childText, type Element } from '../../../actions/contract/element.ts';
import { actionStartPhase } from '../../definition/el/coordinator-phases.ts';
import { mapChildren, mapPath, withText } from '../definition/edit-element.ts';
import { evaluateAndWrap } from '../definition/evaluate-and-wrap.ts';
import { type ActionFacts, dataContext } from './action-scope.ts';

/** Undefined for a name that input logic has not. */
export type NamedData = (name: string) => string | undefined;

/**
 * The action's element with the values of its configuration evaluated, as Oozie stores it when the
 * action becomes READY.
 * @param namedData what `coord:dataIn` gives for names of input logic
 * @throws HowdahError E1004: the action has FAILED
 */
export function resolveConfiguration(
  action: Element,
  facts: ActionFacts,
  namedData?: NamedData,
): Element {
  const context = dataContext(facts, action, namedData);
  return mapPath(action, ['action', 'workflow', 'configuration', 'property'], (property) =>
    mapChildren(property, 'value', (value) =>
      withText(value, evaluateAndWrap(value.text, actionStartPhase, context, context.properties)),
    ),
  );
}

/**
 * The configuration that the action's workflow is submitted with: the job's, the properties of the
 * definition over it, and the workflow's path. @param action resolved
 */
export function runConfiguration(
  action: Element,
  configuration: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const merged = new Map(configuration);
  const workflow = workflowOf(action);
  const properties = workflow && child(workflow, 'configuration');
  for (const property of properties === undefined ? [] : childrenOf(properties, 'property')) {
    const name = childText(property, 'name');
    const value = child(property, 'value')?.text;
    if (name !== undefined && value !== undefined) merged.set(name, value);
  }
  const path = workflow && childText(workflow, 'app-path');
  if (path !== undefined) merged.set('oozie.wf.application.path', path);
  return merged;
}

function workflowOf(action: Element): Element | undefined {
  const element = child(action, 'action');
  return element && child(element, 'workflow');
}

/** The input and output events of a coordinator, as far as they are settled at submission. */
import { child, childrenOf, type Element } from '../../../actions/contract/element.ts';
import { instanceCheckPhase } from '../../definition/el/coordinator-phases.ts';
import { mapPath } from './edit-element.ts';
import { attributePosition, type SubmissionScope } from './submission-scope.ts';

const kinds = [
  { list: 'input-events', event: 'data-in' },
  { list: 'output-events', event: 'data-out' },
] as const;

/** Evaluates the names of datasets. */
export function resolveEventDatasets(app: Element, scope: SubmissionScope): Element {
  let resolved = app;
  for (const { list, event } of kinds) {
    resolved = mapPath(resolved, [list, event], (element) =>
      scope.resolveAttribute(element, 'dataset', instanceCheckPhase, scope.echoContext()),
    );
  }
  return resolved;
}

/**
 * Notes the names of events in the scope, and evaluates their instances only to see whether that
 * can be done: they stay as they are written. Reports E0803 for a name that comes twice.
 */
export function checkEvents(app: Element, scope: SubmissionScope): void {
  for (const { list, event } of kinds) {
    const events = child(app, list);
    if (events === undefined) continue;
    const names = new Set<string>();
    for (const element of childrenOf(events, event)) {
      const name = element.attributes.get('name') ?? '';
      scope.dataNames.set(name, event);
      if (names.has(name)) {
        const position = attributePosition(element, 'name');
        scope.report('E0803', [`Duplicate dataIn name ${name}`], position, 'rename one of them');
      }
      names.add(name);
      for (const tag of ['instance', 'start-instance', 'end-instance']) {
        for (const instance of childrenOf(element, tag)) {
          scope.resolveText(instance, instanceCheckPhase, scope.echoContext());
        }
      }
    }
  }
}

/** Evaluates the attributes of the input logic and notes its names as those of inputs. */
export function resolveInputLogic(element: Element, scope: SubmissionScope): Element {
  return {
    ...element,
    children: element.children.map((one) => {
      let resolved = one;
      for (const name of ['dataset', 'name']) {
        const context = scope.echoContext();
        resolved = scope.resolveAttribute(resolved, name, instanceCheckPhase, context);
      }
      const name = resolved.attributes.get('name');
      if (name !== undefined) scope.dataNames.set(name, 'data-in');
      return resolveInputLogic(resolved, scope);
    }),
  };
}

/** What Oozie says to do about several instances in one element. */
const corrections: Readonly<Record<string, string>> = {
  'data-in instance':
    'Coordinator app definition should have separate <instance> tag per data-in instance',
  'data-out instance':
    'Coordinator app definition can have only one <instance> tag per data-out instance',
  'start-instance': 'Coordinator app definition should not have multiple start-instances',
  'end-instance': 'Coordinator app definition should not have multiple end-instances',
};

/**
 * Reports E1021 for elements that hold no instance, or a list of them, in each kind's first event.
 */
export function checkSingleInstances(app: Element, scope: SubmissionScope): void {
  for (const { list, event } of kinds) {
    const events = child(app, list);
    const first = events && child(events, event);
    if (first === undefined) continue;
    for (const tag of ['instance', 'start-instance', 'end-instance']) {
      for (const instance of childrenOf(first, tag)) checkSingle(instance, list, event, scope);
    }
  }
}

function checkSingle(instance: Element, list: string, event: string, scope: SubmissionScope): void {
  const { name: tag, text, position } = instance;
  if (text.trim() === '') {
    const found = `<${tag}> tag within ${list} is empty!`;
    scope.report('E1021', [found], position, 'write ${coord:current(0)}, or leave it out');
    return;
  }
  const shown = `[Text: ${text}]`;
  const rejected = 'Coordinator job NOT SUBMITTED.';
  const isList = holdsListOutsideOfExpressions(shown);
  if (isList === undefined) {
    const correction = `Coordinator app definition should have valid <instance> tag for ${event}`;
    const found = `${list} instance '${shown}' is not valid. ${rejected} ${correction}`;
    scope.report('E1021', [found], position, 'close every bracket');
  } else if (isList) {
    const several = tag === 'instance' ? 'date instance' : `date ${tag}`;
    const correction = corrections[tag === 'instance' ? `${event} instance` : tag] ?? '';
    const found = `${list} ${tag} '${shown}' contains more than one ${several}.`;
    const mend = `write one <${tag}> for each`;
    scope.report('E1021', [`${found} ${rejected} ${correction}`], position, mend);
  }
}

/** Whether a comma parts several expressions; undefined for brackets that do not match. */
function holdsListOutsideOfExpressions(text: string): boolean | undefined {
  let curly = 0;
  let round = 0;
  let isList = false;
  for (let index = 0; index < text.length; index++) {
    if (text.startsWith('${', index)) curly++;
    else if (text[index] === '}' && --curly < 0) return undefined;
    if (curly > 0 && text[index] === '(') round++;
    else if (curly > 0 && text[index] === ')' && --round < 0) return undefined;
    if (text[index] === ',' && (curly === 0 || round === 0)) isList = true;
  }
  return curly === 0 && round === 0 ? isList : undefined;
}

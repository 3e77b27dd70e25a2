/** The `sub-workflow` element, part of the workflow schema. */
import {
  type ActionGrammar,
  type ElementGrammar,
  elements,
  one,
  optional,
  textElement,
} from '../contract/grammar.ts';
import { configuration, flag } from '../contract/shared-elements.ts';

const element: ElementGrammar = {
  name: 'sub-workflow',
  summary: 'Runs another workflow app as a job of its own',
  content: elements(
    one(textElement('app-path', { summary: "The other app's directory or definition file" })),
    optional(flag('propagate-configuration', "Gives it this job's configuration")),
    optional(configuration),
  ),
};

export const subWorkflowGrammar: ActionGrammar = {
  type: 'sub-workflow',
  element,
  schema: undefined,
  needsCluster: false,
};

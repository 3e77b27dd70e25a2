/** The `function` element, function-action 1.0: our own, nothing that Oozie has. */
import {
  type ActionGrammar,
  any,
  type ElementGrammar,
  elements,
  one,
  optional,
  textElement,
} from '../contract/grammar.ts';
import { argElement, configuration } from '../contract/shared-elements.ts';

const element: ElementGrammar = {
  name: 'function',
  summary: 'Calls an exported function of a JavaScript or TypeScript module',
  content: elements(
    optional(configuration),
    one(textElement('module', { summary: "File of the module, relative to the app's directory" })),
    optional(textElement('export', { summary: 'Name of the export; `default` if absent' })),
    any(argElement),
  ),
};

export const functionGrammar: ActionGrammar = {
  type: 'function',
  element,
  schema: {
    namespacePrefix: 'uri:howdah:function-action:',
    versions: ['1.0'],
    roots: [{ element }],
  },
  needsCluster: false,
};

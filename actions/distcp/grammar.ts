/** The `distcp` element, distcp-action 0.1 to 1.0. */
import {
  type ActionGrammar,
  any,
  type ElementGrammar,
  elements,
  optional,
  textElement,
} from '../contract/grammar.ts';
import {
  argElement,
  clusterElements,
  configuration,
  launcher,
  prepare,
} from '../contract/shared-elements.ts';

const element: ElementGrammar = {
  name: 'distcp',
  summary: 'Copies between file systems',
  content: elements(
    ...clusterElements({ requiredUntil: '0.1', optionalSince: '0.2' }),
    optional(prepare),
    optional(launcher, { since: '1.0' }),
    optional(configuration),
    optional(textElement('java-opts')),
    any(argElement),
  ),
};

export const distcpGrammar: ActionGrammar = {
  type: 'distcp',
  element,
  schema: {
    namespacePrefix: 'uri:oozie:distcp-action:',
    versions: ['0.1', '0.2', '1.0'],
    roots: [{ element }],
  },
  needsCluster: true,
};

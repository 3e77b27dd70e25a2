/** The `git` element, git-action 1.0. */
import {
  type ActionGrammar,
  type ElementGrammar,
  elements,
  one,
  optional,
  textElement,
} from '../contract/grammar.ts';
import { configuration, nameNode, prepare, resourceManager } from '../contract/shared-elements.ts';

const element: ElementGrammar = {
  name: 'git',
  summary: 'Clones a repository',
  content: elements(
    optional(resourceManager),
    one(nameNode),
    optional(prepare),
    one(textElement('git-uri')),
    optional(textElement('branch')),
    optional(textElement('key-path', { summary: 'File with the private key' })),
    one(textElement('destination-uri')),
    optional(configuration),
  ),
};

export const gitGrammar: ActionGrammar = {
  type: 'git',
  element,
  schema: {
    namespacePrefix: 'uri:oozie:git-action:',
    versions: ['1.0'],
    roots: [{ element }],
  },
  needsCluster: true,
};

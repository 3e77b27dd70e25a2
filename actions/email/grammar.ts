/** The `email` element: email-action 0.1 and 0.2, and the one that workflow 0.1 had built in. */
import {
  type ActionGrammar,
  type ElementGrammar,
  elements,
  one,
  optional,
  textElement,
} from '../contract/grammar.ts';

const element: ElementGrammar = {
  name: 'email',
  summary: 'Sends a message',
  content: elements(
    one(textElement('to', { summary: 'Addresses, separated by commas' })),
    optional(textElement('cc')),
    optional(textElement('bcc'), { since: '0.2' }),
    one(textElement('subject')),
    one(textElement('body')),
    optional(textElement('content_type'), { since: '0.2' }),
    optional(textElement('attachment'), { since: '0.2' }),
  ),
};

export const emailGrammar: ActionGrammar = {
  type: 'email',
  element,
  schema: {
    namespacePrefix: 'uri:oozie:email-action:',
    versions: ['0.1', '0.2'],
    roots: [{ element }],
  },
  needsCluster: false,
};

/** `email` in the namespace of workflow 0.1. */
export const workflowEmailElement: ElementGrammar = {
  name: 'email',
  content: elements(
    one(textElement('to')),
    one(textElement('subject')),
    optional(textElement('message')),
  ),
};

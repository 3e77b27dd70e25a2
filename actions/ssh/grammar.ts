/** The `ssh` element: ssh-action 0.1 and 0.2, and the one that workflow 0.1 had built in. */
import {
  type ActionGrammar,
  any,
  choice,
  type ElementGrammar,
  elements,
  one,
  optional,
  textElement,
} from '../contract/grammar.ts';
import { argElement, captureOutput } from '../contract/shared-elements.ts';

const host = textElement('host', { summary: 'HOST or USER@HOST' });
const command = textElement('command');

/** Split on blanks, unlike `arg`. */
const argsElement = textElement('args', { yaml: { key: 'split-args' } });

const element: ElementGrammar = {
  name: 'ssh',
  summary: 'Runs a command on another host',
  content: elements(
    one(host),
    one(command),
    choice([any(argsElement), any(argElement, { since: '0.2' })]),
    optional(captureOutput),
  ),
};

export const sshGrammar: ActionGrammar = {
  type: 'ssh',
  element,
  schema: {
    namespacePrefix: 'uri:oozie:ssh-action:',
    versions: ['0.1', '0.2'],
    roots: [{ element }],
  },
  needsCluster: false,
};

/** `ssh` in the namespace of workflow 0.1. */
export const workflowSshElement: ElementGrammar = {
  name: 'ssh',
  content: elements(one(host), one(command), any(argsElement), optional(captureOutput)),
};

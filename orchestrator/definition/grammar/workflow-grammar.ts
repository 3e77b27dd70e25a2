/** The workflow schema itself, 0.1 to 1.0: everything of a definition but the actions' elements. */
import {
  type AttributeGrammar,
  any,
  anyOrder,
  attribute,
  choice,
  type ElementGrammar,
  elements,
  emptyContent,
  one,
  optional,
  type Particle,
  required,
  type SchemaGrammar,
  some,
  textElement,
  type WildcardParticle,
} from '../../../actions/contract/grammar.ts';
import {
  configuration,
  jobTracker,
  jobXml,
  launcher,
  nameNode,
  resourceManager,
} from '../../../actions/contract/shared-elements.ts';
import { globalWorkflowActions, workflowActionParticles } from './action-grammars.ts';
import { declaredParameters } from './declared-parameters.ts';

const name = required('name', 'identifier');
const to = required('to', 'identifier');

const globalSection: ElementGrammar = {
  name: 'global',
  summary: 'What holds for every action that does not say otherwise',
  content: elements(
    choice([optional(jobTracker), optional(resourceManager, { since: '1.0' })]),
    optional(nameNode),
    optional(launcher, { since: '1.0' }),
    any(jobXml),
    optional(configuration),
  ),
};

const credentials: ElementGrammar = {
  name: 'credentials',
  summary: 'Named credentials that actions ask for with `cred`',
  content: elements(
    any({
      name: 'credential',
      attributes: [required('name'), required('type')],
      content: elements(
        any({
          name: 'property',
          content: elements(
            one(textElement('name')),
            one(textElement('value')),
            optional(textElement('description')),
          ),
        }),
      ),
    }),
  ),
};

const start: ElementGrammar = { name: 'start', attributes: [to], content: emptyContent };
const end: ElementGrammar = { name: 'end', attributes: [name], content: emptyContent };

const switchElement: ElementGrammar = {
  name: 'switch',
  content: elements(
    some({ name: 'case', attributes: [to], content: { kind: 'text', type: 'string' } }),
    one({ name: 'default', attributes: [to], content: emptyContent }),
  ),
};

const decision: ElementGrammar = {
  name: 'decision',
  attributes: [name],
  content: elements(one(switchElement)),
};

const fork: ElementGrammar = {
  name: 'fork',
  attributes: [name],
  content: elements(
    some(
      { name: 'path', attributes: [required('start', 'identifier')], content: emptyContent },
      { min: 2 },
    ),
  ),
};

const join: ElementGrammar = { name: 'join', attributes: [name, to], content: emptyContent };

const kill: ElementGrammar = {
  name: 'kill',
  attributes: [name],
  content: elements(one(textElement('message'))),
};

/** `sla:info` at the end of an action and of the workflow. */
const slaInfo: readonly Particle[] = [
  slaWildcard(['uri:oozie:sla:0.1'], { since: '0.2', until: '0.4.5' }),
  slaWildcard(['uri:oozie:sla:0.1', 'uri:oozie:sla:0.2'], { since: '0.5' }),
];

function slaWildcard(
  namespaces: readonly string[],
  range: { since?: string; until?: string },
): WildcardParticle {
  return { kind: 'wildcard', namespaces, min: 0, max: 1, ...range };
}

const actionAttributes: readonly AttributeGrammar[] = [
  name,
  attribute('cred', { since: '0.2.5' }),
  attribute('retry-max', { since: '0.3' }),
  attribute('retry-interval', { since: '0.3' }),
  attribute('retry-policy', { since: '0.5' }),
];

const action: ElementGrammar = {
  name: 'action',
  attributes: actionAttributes,
  content: elements(
    choice([...workflowActionParticles, { kind: 'wildcard', namespaces: 'other', min: 1, max: 1 }]),
    one({ name: 'ok', attributes: [to], content: emptyContent }),
    one({ name: 'error', attributes: [to], content: emptyContent }),
    ...slaInfo,
  ),
};

const workflowApp: ElementGrammar = {
  name: 'workflow-app',
  attributes: [required('name')],
  content: elements(
    optional(declaredParameters, { since: '0.4' }),
    optional(globalSection, { since: '0.4' }),
    optional(credentials, { since: '0.2.5' }),
    one(start),
    anyOrder([one(decision), one(fork), one(join), one(kill), one(action)]),
    one(end),
    ...slaInfo,
  ),
};

export const WORKFLOW_NAMESPACE_PREFIX = 'uri:oozie:workflow:';

export const workflowSchema: SchemaGrammar = {
  namespacePrefix: WORKFLOW_NAMESPACE_PREFIX,
  versions: ['0.1', '0.2', '0.2.5', '0.3', '0.4', '0.4.5', '0.5', '1.0'],
  roots: [
    { element: workflowApp },
    { element: switchElement },
    { element: kill },
    ...globalWorkflowActions,
  ],
};

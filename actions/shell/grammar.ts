/** The `shell` element, shell-action 0.1 to 1.0. */
import {
  type ActionGrammar,
  any,
  type ElementGrammar,
  elements,
  one,
  optional,
  textElement,
} from '../contract/grammar.ts';
import {
  archive,
  argumentElement,
  captureOutput,
  clusterElements,
  configuration,
  file,
  jobXml,
  launcher,
  prepare,
} from '../contract/shared-elements.ts';

const element: ElementGrammar = {
  name: 'shell',
  summary: 'Runs a command',
  content: elements(
    ...clusterElements({ requiredUntil: '0.2', optionalSince: '0.3' }),
    optional(prepare),
    optional(launcher, { since: '1.0' }),
    optional(jobXml, { until: '0.1' }),
    any(jobXml, { since: '0.2' }),
    optional(configuration),
    one(textElement('exec', { summary: 'The command: a shipped file, or a program on PATH' })),
    any(argumentElement),
    any(textElement('env-var', { yaml: { key: 'env', shape: 'keyed' } })),
    any(file),
    any(archive),
    optional(captureOutput),
  ),
};

export const shellGrammar: ActionGrammar = {
  type: 'shell',
  element,
  schema: {
    namespacePrefix: 'uri:oozie:shell-action:',
    versions: ['0.1', '0.2', '0.3', '1.0'],
    roots: [{ element }],
  },
  needsCluster: true,
};

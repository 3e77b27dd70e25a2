/** The `hive` element, hive-action 0.2 to 1.0. */
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
import {
  archive,
  argumentElement,
  clusterElements,
  configuration,
  file,
  jobXml,
  launcher,
  prepare,
} from '../contract/shared-elements.ts';

const script = textElement('script', { summary: 'File with the statements' });
const query = textElement('query', { summary: 'The statements themselves' });

const element: ElementGrammar = {
  name: 'hive',
  summary: 'Runs HiveQL in the Hive command line',
  content: elements(
    ...clusterElements({ requiredUntil: '0.3', optionalSince: '0.4' }),
    optional(prepare),
    optional(launcher, { since: '1.0' }),
    optional(jobXml, { until: '0.2' }),
    any(jobXml, { since: '0.3' }),
    optional(configuration),
    choice([one(script), one(query, { since: '0.6' })]),
    any(textElement('param', { yaml: { key: 'params', shape: 'keyed' } })),
    any(argumentElement, { since: '0.5' }),
    any(file),
    any(archive),
  ),
};

export const hiveGrammar: ActionGrammar = {
  type: 'hive',
  element,
  schema: {
    namespacePrefix: 'uri:oozie:hive-action:',
    versions: ['0.2', '0.3', '0.4', '0.5', '0.6', '1.0'],
    roots: [{ element }],
  },
  needsCluster: true,
};

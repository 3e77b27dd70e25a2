/** The `hive2` element, hive2-action 0.1 to 1.0. */
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
  name: 'hive2',
  summary: 'Runs HiveQL on a Hive server',
  content: elements(
    ...clusterElements(),
    optional(prepare),
    optional(launcher, { since: '1.0' }),
    any(jobXml),
    optional(configuration),
    one(textElement('jdbc-url')),
    optional(textElement('password')),
    choice([one(script), one(query, { since: '0.2' })]),
    any(textElement('param', { yaml: { key: 'params', shape: 'keyed' } })),
    any(argumentElement),
    any(file),
    any(archive),
  ),
};

export const hive2Grammar: ActionGrammar = {
  type: 'hive2',
  element,
  schema: {
    namespacePrefix: 'uri:oozie:hive2-action:',
    versions: ['0.1', '0.2', '1.0'],
    roots: [{ element }],
  },
  needsCluster: true,
};

/** The `sqoop` element, sqoop-action 0.2 to 1.0. */
import {
  type ActionGrammar,
  any,
  choice,
  type ElementGrammar,
  elements,
  one,
  optional,
  some,
  textElement,
} from '../contract/grammar.ts';
import {
  archive,
  argElement,
  clusterElements,
  configuration,
  file,
  jobXml,
  launcher,
  prepare,
} from '../contract/shared-elements.ts';

const command = textElement('command', { summary: 'The whole command, split on blanks' });

const element: ElementGrammar = {
  name: 'sqoop',
  summary: 'Copies between a relational database and a file system',
  content: elements(
    ...clusterElements({ requiredUntil: '0.3', optionalSince: '0.4' }),
    optional(prepare),
    optional(launcher, { since: '1.0' }),
    optional(jobXml, { until: '0.2' }),
    any(jobXml, { since: '0.3' }),
    optional(configuration),
    choice([one(command), some(argElement)]),
    any(file),
    any(archive),
  ),
};

export const sqoopGrammar: ActionGrammar = {
  type: 'sqoop',
  element,
  schema: {
    namespacePrefix: 'uri:oozie:sqoop-action:',
    versions: ['0.2', '0.3', '0.4', '1.0'],
    roots: [{ element }],
  },
  needsCluster: true,
};

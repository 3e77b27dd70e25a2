/** The `spark` element, spark-action 0.1 to 1.0. */
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
  argElement,
  clusterElements,
  configuration,
  file,
  jobXml,
  launcher,
  prepare,
} from '../contract/shared-elements.ts';

const element: ElementGrammar = {
  name: 'spark',
  summary: 'Submits a Spark application',
  content: elements(
    ...clusterElements({ requiredUntil: '0.1', optionalSince: '0.2' }),
    optional(prepare),
    optional(launcher, { since: '1.0' }),
    any(jobXml),
    optional(configuration),
    one(
      textElement('master', {
        summary: 'local[n], local-cluster[n,cores,mb], spark://host:port, yarn …',
      }),
    ),
    optional(textElement('mode', { summary: 'Deploy mode: client or cluster' })),
    one(textElement('name', { summary: "The application's name", yaml: { default: 'node-name' } })),
    optional(textElement('class', { summary: 'Main class of a .jar' })),
    one(textElement('jar', { summary: 'The application: .ts, .js, .jar, .py or .R' })),
    optional(textElement('spark-opts', { summary: 'Options of spark-submit' })),
    any(argElement),
    any(file, { since: '0.2' }),
    any(archive, { since: '0.2' }),
  ),
};

export const sparkGrammar: ActionGrammar = {
  type: 'spark',
  element,
  schema: {
    namespacePrefix: 'uri:oozie:spark-action:',
    versions: ['0.1', '0.2', '1.0'],
    roots: [{ element }],
  },
  needsCluster: true,
};

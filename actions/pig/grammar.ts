/** The `pig` element, part of the workflow schema. */
import { workflowPrepare } from '../contract/file-operation-elements.ts';
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
  clusterElements,
  configuration,
  file,
  jobXml,
  launcher,
} from '../contract/shared-elements.ts';

const element: ElementGrammar = {
  name: 'pig',
  summary: 'Runs a Pig script',
  content: elements(
    ...clusterElements({ requiredUntil: '0.3', optionalSince: '0.4' }),
    optional(workflowPrepare),
    optional(launcher, { since: '1.0' }),
    optional(jobXml, { until: '0.3' }),
    any(jobXml, { since: '0.4' }),
    optional(configuration),
    one(textElement('script')),
    any(textElement('param', { yaml: { key: 'params', shape: 'keyed' } })),
    any(argumentElement, { since: '0.2' }),
    any(file),
    any(archive),
  ),
};

export const pigGrammar: ActionGrammar = {
  type: 'pig',
  element,
  schema: undefined,
  needsCluster: true,
};

/** The `map-reduce` element, part of the workflow schema. */
import { workflowPrepare } from '../contract/file-operation-elements.ts';
import {
  type ActionGrammar,
  any,
  choice,
  type ElementGrammar,
  elements,
  optional,
  textElement,
} from '../contract/grammar.ts';
import {
  archive,
  clusterElements,
  configuration,
  file,
  jobXml,
  launcher,
} from '../contract/shared-elements.ts';

const streaming: ElementGrammar = {
  name: 'streaming',
  summary: 'Mapper and reducer are commands',
  content: elements(
    optional(textElement('mapper')),
    optional(textElement('reducer')),
    optional(textElement('record-reader')),
    any(textElement('record-reader-mapping', { yaml: { key: 'record-reader-mappings' } })),
    any(textElement('env', { yaml: { shape: 'keyed' } })),
  ),
};

const pipes: ElementGrammar = {
  name: 'pipes',
  summary: 'Mapper and reducer are a C++ program',
  content: elements(
    optional(textElement('map')),
    optional(textElement('reduce')),
    optional(textElement('inputformat')),
    optional(textElement('partitioner')),
    optional(textElement('writer')),
    optional(textElement('program')),
  ),
};

const element: ElementGrammar = {
  name: 'map-reduce',
  summary: 'Runs a MapReduce job',
  content: elements(
    ...clusterElements({ requiredUntil: '0.3', optionalSince: '0.4' }),
    optional(workflowPrepare),
    choice([optional(streaming), optional(pipes)]),
    optional(launcher, { since: '1.0' }),
    optional(jobXml, { until: '0.3' }),
    any(jobXml, { since: '0.4' }),
    optional(configuration),
    optional(textElement('config-class'), { since: '0.5' }),
    any(file),
    any(archive),
  ),
};

export const mapReduceGrammar: ActionGrammar = {
  type: 'map-reduce',
  element,
  schema: undefined,
  needsCluster: true,
};

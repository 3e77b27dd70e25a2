/** The `java` element, part of the workflow schema. */
import { workflowPrepare } from '../contract/file-operation-elements.ts';
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
  captureOutput,
  clusterElements,
  configuration,
  file,
  jobXml,
  launcher,
} from '../contract/shared-elements.ts';

const javaOpts = textElement('java-opts', { summary: 'Options of the JVM, split on blanks' });
const javaOpt = textElement('java-opt', { summary: 'One option of the JVM' });

const element: ElementGrammar = {
  name: 'java',
  summary: 'Runs the main method of a Java class',
  content: elements(
    ...clusterElements({ requiredUntil: '0.3', optionalSince: '0.4' }),
    optional(workflowPrepare),
    optional(launcher, { since: '1.0' }),
    optional(jobXml, { until: '0.3' }),
    any(jobXml, { since: '0.4' }),
    optional(configuration),
    one(textElement('main-class')),
    choice([optional(javaOpts), some(javaOpt, { since: '0.4' })]),
    any(argElement),
    any(file),
    any(archive),
    optional(captureOutput),
  ),
};

export const javaGrammar: ActionGrammar = {
  type: 'java',
  element,
  schema: undefined,
  needsCluster: true,
};

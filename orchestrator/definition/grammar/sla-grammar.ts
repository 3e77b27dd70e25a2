/** The `info` element of the SLA schemas 0.1 and 0.2. */
import {
  type ElementGrammar,
  elements,
  one,
  optional,
  type SchemaGrammar,
  textElement,
} from '../../../actions/contract/grammar.ts';

const upTo01 = { until: '0.1' };
const since02 = { since: '0.2' };

const nominalTime = textElement('nominal-time');
const shouldStart = textElement('should-start');
const notificationMessage = textElement('notification-msg');
const alertContact = textElement('alert-contact');

const info: ElementGrammar = {
  name: 'info',
  summary: 'What is expected of the run: its times and who is told when they are missed',
  content: elements(
    one(textElement('app-name'), upTo01),
    one(nominalTime),
    one(shouldStart, upTo01),
    optional(shouldStart, since02),
    one(textElement('should-end')),
    optional(textElement('parent-client-id'), upTo01),
    optional(textElement('parent-sla-id'), upTo01),
    optional(notificationMessage, upTo01),
    one(alertContact, upTo01),
    one(textElement('dev-contact'), upTo01),
    one(textElement('qa-contact'), upTo01),
    one(textElement('se-contact'), upTo01),
    optional(textElement('alert-frequency'), upTo01),
    optional(textElement('alert-percentage'), upTo01),
    optional(textElement('max-duration'), since02),
    optional(textElement('alert-events'), since02),
    optional(alertContact, since02),
    optional(notificationMessage, since02),
    optional(textElement('upstream-apps')),
  ),
};

export const slaSchema: SchemaGrammar = {
  namespacePrefix: 'uri:oozie:sla:',
  versions: ['0.1', '0.2'],
  roots: [{ element: info }],
};

/** The bundle schema, 0.1 and 0.2. */
import {
  attribute,
  type ElementGrammar,
  elements,
  one,
  optional,
  required,
  type SchemaGrammar,
  some,
  textElement,
} from '../../../actions/contract/grammar.ts';
import { configuration } from '../../../actions/contract/shared-elements.ts';
import { declaredParameters } from './declared-parameters.ts';

const coordinator: ElementGrammar = {
  name: 'coordinator',
  attributes: [
    { ...required('name', 'letter-identifier'), until: '0.1' },
    { ...required('name'), since: '0.2' },
    attribute('critical'),
    attribute('enabled', { since: '0.2' }),
  ],
  content: elements(one(textElement('app-path')), optional(configuration)),
};

const bundleApp: ElementGrammar = {
  name: 'bundle-app',
  attributes: [required('name')],
  content: elements(
    optional(declaredParameters, { since: '0.2' }),
    optional({ name: 'controls', content: elements(optional(textElement('kick-off-time'))) }),
    some(coordinator),
  ),
};

export const bundleSchema: SchemaGrammar = {
  namespacePrefix: 'uri:oozie:bundle:',
  versions: ['0.1', '0.2'],
  roots: [{ element: bundleApp }],
};

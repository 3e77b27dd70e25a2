/** The coordinator schema, 0.1 to 0.5. */
import {
  any,
  anyOrder,
  attribute,
  choice,
  type ElementGrammar,
  elements,
  emptyContent,
  one,
  optional,
  required,
  type SchemaGrammar,
  sequence,
  some,
  textElement,
} from '../../../actions/contract/grammar.ts';
import { configuration } from '../../../actions/contract/shared-elements.ts';
import { declaredParameters } from './declared-parameters.ts';

const name = required('name', 'letter-identifier');

const controls: ElementGrammar = {
  name: 'controls',
  content: elements(
    optional(textElement('timeout')),
    optional(textElement('concurrency')),
    optional(textElement('execution')),
    optional(textElement('throttle'), { since: '0.2' }),
  ),
};

const uriTemplate = textElement('uri-template');

const dataset: ElementGrammar = {
  name: 'dataset',
  attributes: [name, required('frequency'), required('initial-instance'), required('timezone')],
  content: elements(one(uriTemplate), optional(textElement('done-flag'))),
};

const asyncDataset: ElementGrammar = {
  name: 'async-dataset',
  attributes: [name, required('sequence-type'), required('initial-version')],
  content: elements(one(uriTemplate)),
};

const datasets: ElementGrammar = {
  name: 'datasets',
  content: elements(any(textElement('include')), {
    ...anyOrder([optional(dataset), optional(asyncDataset)]),
    yamlKey: 'all',
  }),
};

const logicAttributes = [attribute('name'), attribute('min'), attribute('wait')];

const logicalDataIn: ElementGrammar = {
  name: 'data-in',
  attributes: [...logicAttributes, required('dataset')],
  content: emptyContent,
};

const combine: ElementGrammar = {
  name: 'combine',
  attributes: logicAttributes,
  content: elements(anyOrder([{ ...some(logicalDataIn), min: 2 }])),
};

/** `and` and `or` nest in one another, so their content is given only when it is asked for. */
function logical(operator: 'and' | 'or'): ElementGrammar {
  return {
    name: operator,
    attributes: logicAttributes,
    get content() {
      const parts = anyOrder([any(and), any(or), some(logicalDataIn), any(combine)]);
      return elements({ ...parts, yamlKey: 'of' });
    },
  };
}

const and = logical('and');
const or = logical('or');

/** The elements that nest in themselves. */
export const logicalOperators: readonly ElementGrammar[] = [and, or];

const inputLogic: ElementGrammar = {
  name: 'input-logic',
  content: elements(anyOrder([any(and), any(or), any(combine), some(logicalDataIn)])),
};

const instance = textElement('instance');

const dataIn: ElementGrammar = {
  name: 'data-in',
  attributes: [name, required('dataset')],
  content: elements(
    choice([
      some(instance),
      sequence(one(textElement('start-instance')), one(textElement('end-instance'))),
    ]),
  ),
};

const inputEvents: ElementGrammar = {
  name: 'input-events',
  content: elements(
    choice([optional(and, { since: '0.5' }), optional(or, { since: '0.5' }), some(dataIn)]),
  ),
};

const dataOut: ElementGrammar = {
  name: 'data-out',
  attributes: [
    name,
    required('dataset'),
    attribute('nocleanup', { type: 'boolean', since: '0.4' }),
  ],
  content: elements(one(instance)),
};

const outputEvents: ElementGrammar = {
  name: 'output-events',
  content: elements(some(dataOut)),
};

const workflow: ElementGrammar = {
  name: 'workflow',
  content: elements(one(textElement('app-path')), optional(configuration)),
};

const sla01 = ['uri:oozie:sla:0.1'];
const sla = { kind: 'wildcard', min: 0, max: 1 } as const;

const action: ElementGrammar = {
  name: 'action',
  content: elements(
    one(workflow),
    { ...sla, namespaces: sla01, until: '0.3' },
    { ...sla, namespaces: [...sla01, 'uri:oozie:sla:0.2'], since: '0.4' },
  ),
};

const coordinatorApp: ElementGrammar = {
  name: 'coordinator-app',
  attributes: [
    required('name'),
    required('frequency'),
    required('start'),
    required('end'),
    required('timezone'),
  ],
  content: elements(
    optional(declaredParameters, { since: '0.4' }),
    optional(controls),
    optional(datasets),
    optional(inputEvents),
    optional(inputLogic, { since: '0.5' }),
    optional(outputEvents),
    one(action),
  ),
};

export const coordinatorSchema: SchemaGrammar = {
  namespacePrefix: 'uri:oozie:coordinator:',
  versions: ['0.1', '0.2', '0.3', '0.4', '0.5'],
  roots: [{ element: coordinatorApp }, { element: datasets }],
};

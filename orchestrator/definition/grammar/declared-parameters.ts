import {
  type ElementGrammar,
  elements,
  one,
  optional,
  some,
  textElement,
} from '../../../actions/contract/grammar.ts';

/** `parameters`, alike in the schemas of workflows, coordinators and bundles. */
export const declaredParameters: ElementGrammar = {
  name: 'parameters',
  summary: 'Properties that a job must have; one with a value is a default',
  content: elements(
    some({
      name: 'property',
      content: elements(
        one(textElement('name')),
        optional(textElement('value')),
        optional(textElement('description')),
      ),
    }),
  ),
  yaml: { shape: 'properties' },
};

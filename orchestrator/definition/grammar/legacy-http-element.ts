/** The `http` element of workflow 0.1. It is read, but no executor ever existed for it. */
import {
  choice,
  type ElementGrammar,
  elements,
  one,
  optional,
  required,
  textElement,
} from '../../../actions/contract/grammar.ts';
import { captureOutput, flag } from '../../../actions/contract/shared-elements.ts';

export const legacyHttpElement: ElementGrammar = {
  name: 'http',
  content: elements(
    one(textElement('http-url')),
    optional({
      name: 'post',
      attributes: [required('content-type')],
      content: { kind: 'text', type: 'string' },
    }),
    choice([one(flag('wait')), one(flag('continue'))]),
    one(captureOutput),
  ),
};

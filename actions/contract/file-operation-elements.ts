/** Elements of the fs action that the `prepare` of other actions in the workflow schema shares. */
import { attribute, type ElementGrammar, emptyContent, required } from './grammar.ts';
import { prepareWith } from './shared-elements.ts';

/** `delete`, whose attribute `skip-trash` came with workflow 0.5 and was lost again in 1.0. */
export const deleteOperation: ElementGrammar = {
  name: 'delete',
  summary: 'Deletes a file or a whole directory; the path may be a glob',
  attributes: [
    required('path'),
    attribute('skip-trash', { type: 'boolean', since: '0.5', until: '0.5' }),
  ],
  content: emptyContent,
  yaml: { shape: 'text-attribute' },
};

/** `prepare` of the actions that belong to the workflow schema. */
export const workflowPrepare = prepareWith(deleteOperation);

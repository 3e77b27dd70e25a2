/** The `fs` element, part of the workflow schema. */
import { deleteOperation } from '../contract/file-operation-elements.ts';
import {
  type ActionGrammar,
  any,
  anyOrder,
  attribute,
  type ElementGrammar,
  elements,
  emptyContent,
  one,
  optional,
  type Particle,
  required,
} from '../contract/grammar.ts';
import { configuration, flag, jobXml, mkdir, nameNode } from '../contract/shared-elements.ts';

const move: ElementGrammar = {
  name: 'move',
  summary: 'Moves a file or directory within its file system',
  attributes: [required('source'), required('target')],
  content: emptyContent,
};

const recursive = optional(flag('recursive'), { since: '0.4' });

const chmod: ElementGrammar = {
  name: 'chmod',
  summary: 'Sets permissions, as 755 or as -rwxr-xr-x',
  attributes: [required('path'), required('permissions'), attribute('dir-files')],
  content: elements(recursive),
};

const chgrp: ElementGrammar = {
  name: 'chgrp',
  summary: 'Sets the group',
  attributes: [required('path'), required('group'), attribute('dir-files')],
  content: elements(recursive),
};

const touchz: ElementGrammar = {
  name: 'touchz',
  summary: 'Creates an empty file',
  attributes: [required('path')],
  content: emptyContent,
  yaml: { shape: 'text-attribute' },
};

const setrep: ElementGrammar = {
  name: 'setrep',
  summary: 'Sets the replication factor',
  attributes: [required('path'), required('replication-factor', 'short')],
  content: emptyContent,
};

const operations: readonly Particle[] = [
  one(deleteOperation),
  one(mkdir),
  one(move),
  one(chmod),
  one(touchz, { since: '0.4' }),
  one(chgrp, { since: '0.4.5' }),
  one(setrep, { since: '0.5', until: '0.5' }),
];

const element: ElementGrammar = {
  name: 'fs',
  summary: 'File operations, carried out in order',
  content: elements(
    optional(nameNode, { since: '0.4' }),
    any(jobXml, { since: '0.4' }),
    optional(configuration, { since: '0.4' }),
    { ...anyOrder(operations), yamlKey: 'operations' },
  ),
};

export const fsGrammar: ActionGrammar = {
  type: 'fs',
  element,
  schema: undefined,
  needsCluster: false,
};

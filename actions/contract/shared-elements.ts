/** Elements that many action types have in common (oozie-common-1.0 and its older copies). */
import {
  any,
  anyOrder,
  choice,
  type ElementGrammar,
  elements,
  emptyContent,
  one,
  optional,
  type Particle,
  required,
  some,
  textElement,
} from './grammar.ts';

/** An element whose presence is its meaning. */
export function flag(name: string, summary?: string): ElementGrammar {
  return summary === undefined
    ? { name, content: emptyContent }
    : { name, summary, content: emptyContent };
}

const propertyElement: ElementGrammar = {
  name: 'property',
  content: elements(
    one(textElement('name')),
    one(textElement('value')),
    optional(textElement('description')),
  ),
};

export const configuration: ElementGrammar = {
  name: 'configuration',
  summary: 'Properties of this action, the strongest layer of its configuration',
  content: elements(some(propertyElement)),
  yaml: { shape: 'properties' },
};

const pathAttribute = required('path');

/** `mkdir path=…`, alike in all schemas. */
export const mkdir: ElementGrammar = {
  name: 'mkdir',
  summary: 'Creates a directory and its missing parents',
  attributes: [pathAttribute],
  content: emptyContent,
  yaml: { shape: 'text-attribute' },
};

const deletePath: ElementGrammar = {
  name: 'delete',
  summary: 'Deletes a file or a whole directory',
  attributes: [pathAttribute],
  content: emptyContent,
  yaml: { shape: 'text-attribute' },
};

/** `prepare` with the given form of `delete`, which differs between the schemas. */
export function prepareWith(deleteElement: ElementGrammar): ElementGrammar {
  return {
    name: 'prepare',
    summary: 'What is deleted and created before the action starts',
    content: elements(any(deleteElement), any(mkdir)),
  };
}

export const prepare = prepareWith(deletePath);

export const launcher: ElementGrammar = {
  name: 'launcher',
  summary: "The launcher's resources; written as oozie.launcher.* properties",
  content: elements({
    ...anyOrder([
      optional(textElement('memory.mb', { type: 'unsigned-int' })),
      optional(textElement('vcores', { type: 'unsigned-int' })),
      optional(textElement('java-opts')),
      optional(textElement('env')),
      optional(textElement('queue')),
      optional(textElement('sharelib')),
      optional(textElement('view-acl')),
      optional(textElement('modify-acl')),
    ]),
    min: 1,
  }),
};

export const jobTracker = textElement('job-tracker');
export const resourceManager = textElement('resource-manager');
export const nameNode = textElement('name-node', {
  summary: 'File system that paths without scheme belong to',
});
export const jobXml = textElement('job-xml', { summary: 'File with configuration properties' });
export const captureOutput = flag('capture-output', 'Keeps the standard output as properties');

export const file = textElement('file', {
  yaml: { key: 'files' },
  summary: 'File that is placed into the working directory, as PATH or PATH#NAME',
});
export const archive = textElement('archive', {
  yaml: { key: 'archives' },
  summary: 'Archive that is unpacked into the working directory, as PATH or PATH#NAME',
});
export const argumentElement = textElement('argument', { yaml: { key: 'arguments' } });
export const argElement = textElement('arg', { yaml: { key: 'args' } });

/** Where a type's schema changed in ways that the launcher actions share. */
export interface ClusterElementChanges {
  /** First version in which job tracker and name node may be absent; always, if not given. */
  readonly optionalSince?: string;
  /** Last version before that. */
  readonly requiredUntil?: string;
}

/**
 * `job-tracker` or, since 1.0, `resource-manager`; then `name-node`: how the launcher actions
 * begin.
 */
export function clusterElements(changes: ClusterElementChanges = {}): Particle[] {
  const { optionalSince, requiredUntil } = changes;
  const sinceOptional = optionalSince === undefined ? {} : { since: optionalSince };
  const always =
    requiredUntil === undefined
      ? []
      : [one(jobTracker, { until: requiredUntil }), one(nameNode, { until: requiredUntil })];
  return [
    ...always,
    choice([optional(jobTracker, sinceOptional), optional(resourceManager, { since: '1.0' })]),
    optional(nameNode, sinceOptional),
  ];
}

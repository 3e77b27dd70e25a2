import type { DefinitionKind } from '../definition/definition-kind.ts';

/** The property that says where an app of each kind is. */
export const appPathProperties: Readonly<Record<DefinitionKind, string>> = {
  workflow: 'oozie.wf.application.path',
  coordinator: 'oozie.coord.application.path',
  bundle: 'oozie.bundle.application.path',
};

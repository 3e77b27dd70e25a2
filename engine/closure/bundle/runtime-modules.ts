/** The modules of the running installation that bundled programs import, as file URLs. */
import { pathToFileURL } from 'node:url';
import { siblingModule } from '../../../base/sibling-module.ts';
import type { RuntimeModules } from '../lift/text-names.ts';

export function runtimeModules(): RuntimeModules {
  const url = (module: string) => pathToFileURL(siblingModule(import.meta.url, module)).href;
  return {
    engine: url('../../index'),
    annotation: url('../annotation'),
    programRegistry: url('../program-registry'),
    programEnvironment: url('../program-environment'),
  };
}

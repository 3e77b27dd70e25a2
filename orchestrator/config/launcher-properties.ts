/** The `<launcher>` element as the properties that it stands for. */
import type { Element } from '../../actions/contract/element.ts';

const names: Readonly<Record<string, string>> = {
  'memory.mb': 'oozie.launcher.memory.mb',
  vcores: 'oozie.launcher.vcores',
  'java-opts': 'oozie.launcher.javaopts',
  env: 'oozie.launcher.env',
  queue: 'oozie.launcher.queue',
  sharelib: 'oozie.launcher.sharelib',
  'view-acl': 'oozie.launcher.view.acl',
  'modify-acl': 'oozie.launcher.modify.acl',
};

/** Of an element that comes twice the last one counts. */
export function launcherProperties(launcher: Element | undefined): Map<string, string> {
  const properties = new Map<string, string>();
  for (const { name, text } of launcher?.children ?? []) {
    const property = names[name];
    if (property !== undefined && text.trim() !== '') properties.set(property, text.trim());
  }
  return properties;
}

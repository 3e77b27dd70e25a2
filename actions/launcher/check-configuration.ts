/** Properties that an action's configuration may not hold, since they are elements of their own. */

import { codedActionError } from '../contract/coded-action-error.ts';
import type { Element } from '../contract/element.ts';
import { child, childrenOf, childText } from '../contract/element.ts';

/** Disallowed names, each with the old name under which Oozie reports it. */
const disallowed: ReadonlyMap<string, string> = new Map([
  ['user.name', 'user.name'],
  ['fs.default.name', 'fs.default.name'],
  ['fs.defaultFS', 'fs.default.name'],
  ['mapred.job.tracker', 'mapred.job.tracker'],
  ['mapreduce.jobtracker.address', 'mapred.job.tracker'],
  ['yarn.resourcemanager.address', 'yarn.resourcemanager.address'],
]);

/** @throws ActionError JA010 */
export function checkConfiguration(element: Element): void {
  const configuration = child(element, 'configuration');
  for (const property of configuration === undefined ? [] : childrenOf(configuration, 'property')) {
    const name = disallowed.get(childText(property, 'name') ?? '');
    if (name === undefined) continue;
    throw codedActionError('JA010', [
      `Property [${name}] not allowed in action [inline configuration] configuration`,
    ]);
  }
}

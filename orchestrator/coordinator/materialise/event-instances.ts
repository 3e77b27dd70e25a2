/** The instances of one event when its action is materialised. */
import { child, childrenOf, type Element } from '../../../actions/contract/element.ts';
import type { InstanceElContext } from '../../definition/el/coordinator-el-context.ts';
import { instancePhase } from '../../definition/el/coordinator-phases.ts';
import { INSTANCE_SEPARATOR } from '../dataset/instance-functions.ts';
import { evaluateAndWrap } from '../definition/evaluate-and-wrap.ts';
import { rangeInstances } from './range-instances.ts';

/**
 * Joined by `#`: times, and `${coord:latest(0)}` and its kin as they stand.
 * @throws HowdahError E1004, E1010, E1012
 */
export function eventInstances(event: Element, context: InstanceElContext): string {
  let instances = '';
  for (const instance of childrenOf(event, 'instance')) {
    const found = evaluateInstance(instance.text.trim(), context);
    // Without the separator only at the beginning: an instance may be empty.
    instances = instances === '' ? found : instances + INSTANCE_SEPARATOR + found;
  }
  const start = child(event, 'start-instance');
  const end = child(event, 'end-instance');
  if (start === undefined || end === undefined) return instances;
  return rangeInstances(start.text.trim(), end.text.trim(), event, context);
}

function evaluateInstance(text: string, context: InstanceElContext): string {
  return evaluateAndWrap(text, instancePhase, context, context.properties);
}

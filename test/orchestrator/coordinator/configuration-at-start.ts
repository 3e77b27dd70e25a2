/** The configuration of a coordinator's action as the recorder of a real Oozie took it. */
import { child, childrenOf, type Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { DryRunAction } from '../../../orchestrator/coordinator/materialise/dry-run.ts';
import { resolveConfiguration } from '../../../orchestrator/coordinator/materialise/resolve-configuration.ts';

/** Each value by itself, as the recorder did: one that fails does not hide the others. */
export function configurationAtStart({ element, facts }: DryRunAction): Record<string, string> {
  const values: Record<string, string> = {};
  for (const property of propertiesOf(element)) {
    const name = child(property, 'name')?.text ?? '';
    try {
      const alone = withConfiguration(element, [property]);
      const [resolved] = propertiesOf(resolveConfiguration(alone, facts));
      values[name] = (resolved && child(resolved, 'value')?.text) ?? '';
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      values[`${name}!error`] = error.code;
    }
  }
  return values;
}

export function propertiesOf(action: Element): Element[] {
  const workflow = child(child(action, 'action') as Element, 'workflow') as Element;
  const found = child(workflow, 'configuration');
  return found === undefined ? [] : childrenOf(found, 'property');
}

function withConfiguration(element: Element, properties: readonly Element[]): Element {
  if (element.name === 'configuration') return { ...element, children: properties };
  const children = element.children.map((one) => withConfiguration(one, properties));
  return { ...element, children };
}

/** Reads the declared parameters of a workflow, a coordinator or a bundle. */
import { child, childrenOf, type Element } from '../../actions/contract/element.ts';
import type { Parameter } from './workflow-definition.ts';

/** @param element `parameters` @returns undefined without such an element */
export function readParameters(element: Element | undefined): readonly Parameter[] | undefined {
  if (element === undefined) return undefined;
  return childrenOf(element, 'property').map((property) => ({
    name: child(property, 'name')?.text ?? '',
    value: child(property, 'value')?.text,
    description: child(property, 'description')?.text,
    position: property.position,
  }));
}

/**
 * Evaluates the expressions of an element as Oozie does: the element is written as text, the text
 * evaluated as one template, and the outcome read as XML again. So values are markup (`a&amp;b` in
 * a value is `a&b` to the action, `<b/>` an element), and `<` within an expression is not `<`.
 */
import type { Element } from '../../../actions/contract/element.ts';
import type { DefinitionLimits } from '../definition-limits.ts';
import { readXml } from '../xml/read-xml.ts';
import { writePrettyXml } from '../xml/write-xml.ts';
import { evaluateParts } from './evaluate-parts.ts';
import type { EvaluatedElement } from './evaluated-element.ts';
import type { Evaluator } from './evaluator.ts';
import { alignPositions, normalizeElement } from './normalize-element.ts';
import { SpoiltElementError } from './spoilt-element-error.ts';
import { mayHoldExpression } from './syntax/parse-template.ts';

/** Bounds on what values may make of an element whose own size was checked at submission. */
const EVALUATED_LIMITS: DefinitionLimits = {
  sizeBytesMax: 16_777_216,
  depthMax: 64,
  elementsMax: 100_000,
  aliasesMax: 0,
};

/** Elements without expressions by the element that they come from; they never change. */
const plainElements = new WeakMap<Element, EvaluatedElement>();

/**
 * An element without expressions comes back itself, if its texts are trimmed.
 * @throws HowdahError EL_ERROR; XML_ERROR when a value spoils the markup
 */
export function evaluateElement<Context>(
  element: Element,
  evaluator: Evaluator<Context>,
): EvaluatedElement {
  const plain = plainElements.get(element);
  if (plain !== undefined) return plain;
  if (holdsExpression(element)) {
    return evaluateParts(element, evaluator) ?? evaluateAsText(element, evaluator);
  }
  const evaluated = { element: normalizeElement(element), text: writePrettyXml(element) };
  plainElements.set(element, evaluated);
  return evaluated;
}

/** Whether evaluation reads files, by element: it lies in the expressions, not in their values. */
const inputOutputElements = new WeakMap<Element, boolean>();

/** Whether evaluating the element reads files; false for what is no expression. */
export function elementDoesInputOutput<Context>(
  element: Element,
  evaluator: Evaluator<Context>,
): boolean {
  const known = inputOutputElements.get(element);
  if (known !== undefined) return known;
  const doesInputOutput = holdsExpression(element) && textDoesInputOutput(element, evaluator);
  inputOutputElements.set(element, doesInputOutput);
  return doesInputOutput;
}

function textDoesInputOutput<Context>(element: Element, evaluator: Evaluator<Context>): boolean {
  try {
    return evaluator.template(writePrettyXml(element)).doesInputOutput;
  } catch {
    return false;
  }
}

/** The whole way, which defines what the short one must give. */
export function evaluateAsText<Context>(
  element: Element,
  evaluator: Evaluator<Context>,
): EvaluatedElement {
  const text = evaluator.evaluate(writePrettyXml(element));
  const { root, problems } = readXml(text, 'evaluated element', EVALUATED_LIMITS);
  if (root === undefined) {
    throw new SpoiltElementError(text, problems[0]?.message ?? 'it is not well-formed', {
      position: problems[0]?.position,
      subject: element.name,
      mend: 'a value has < or & in it; write ${name} in the place of wf:conf, which is not escaped',
    });
  }
  return { element: alignPositions(root, element), text };
}

function holdsExpression(element: Element): boolean {
  if (mayHoldExpression(element.text)) return true;
  if (element.markup !== undefined && mayHoldExpression(element.markup)) return true;
  for (const value of element.attributes.values()) if (mayHoldExpression(value)) return true;
  return element.children.some(holdsExpression);
}

/**
 * Writes the factory of a lifted function: its own text, inside a function that takes what it
 * captured.
 */
import { keepingName } from './annotation-edits.ts';
import type { Edit, MappedText } from './mapped-text.ts';
import { argumentsParameter, type NumberedFunction, thisParameter } from './number-functions.ts';
import { registryName } from './text-names.ts';

export function appendFactory(
  text: MappedText,
  fn: NumberedFunction,
  edits: readonly Edit[],
): void {
  const { parameters, lateIndexes } = fn;
  text.append(`${registryName}.factory(${fn.id}, function (${parameters.join(', ')}) { return `);
  if (lateIndexes.length > 0) {
    text.append('[');
  }
  appendFunction(text, fn, edits);
  if (lateIndexes.length > 0) {
    const cases = lateIndexes.map(
      (index) => `case ${index}: ${String(parameters[index])} = $value; break;`,
    );
    text.append(`, ($index, $value) => { switch ($index) { ${cases.join(' ')} } }]`);
  }
  text.append(lateIndexes.length > 0 ? `; }, [${lateIndexes.join(', ')}]);\n` : '; });\n');
}

function appendFunction(text: MappedText, fn: NumberedFunction, edits: readonly Edit[]): void {
  const hasThis = fn.parameters.includes(thisParameter);
  const hasArguments = fn.parameters.includes(argumentsParameter);
  const needsCall = hasThis || hasArguments;
  if (needsCall) {
    text.append('(function () { return ');
  }
  appendLiteral(text, fn, edits);
  if (needsCall) {
    const self = hasThis ? thisParameter : 'undefined';
    text.append(`; }).apply(${self}${hasArguments ? `, ${argumentsParameter}` : ''})`);
  }
}

function appendLiteral(text: MappedText, fn: NumberedFunction, edits: readonly Edit[]): void {
  const { node, placement } = fn.liftable;
  const [before, after] =
    placement.kind === 'method'
      ? ['({ ', ` })[${placement.key}]`]
      : keepingName(placement.kind === 'expression' ? placement.inferredName : undefined);
  text.append(placement.kind === 'method' ? before : `(${before}`);
  text.appendRange(node.start, node.end, edits);
  text.append(placement.kind === 'method' ? after : `${after})`);
}

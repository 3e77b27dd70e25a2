/** Reads `base[property]`. */
import { expressionError } from '../expression-error.ts';
import { numberFormat } from './arithmetic.ts';
import { toInteger } from './coerce.ts';
import { type ElValue, renderValue, typeName } from './el-value.ts';
import { parseLong } from './java-double.ts';

/** A missing key or an index beyond the list is null; other values have no properties. */
export function readProperty(
  base: ElValue,
  property: ElValue,
  text: string,
  offset: number,
): ElValue {
  if (base instanceof Map) return (base.get(property) as ElValue | undefined) ?? null;
  if (Array.isArray(base)) return (base[listIndex(property)] as ElValue | undefined) ?? null;
  if (typeof base === 'string') {
    if (property === 'empty') return base === '';
    if (property === 'blank') return base.trim() === '';
  }
  throw expressionError(`Property '${renderValue(property)}' not found on type ${typeName(base)}`, {
    text,
    offset,
    mend: "write wf:conf('a.b') for a property whose name has a point in it",
  });
}

/** As Java's lists are indexed: by an int, whatever it is made of. */
function listIndex(property: ElValue): number {
  switch (typeof property) {
    case 'bigint':
      return Number(BigInt.asIntN(32, property));
    case 'number':
      return toInteger(property);
    case 'boolean':
      return property ? 1 : 0;
    case 'string':
      return indexOfText(property);
    default:
      throw expressionError(renderValue(property), { mend: 'use a number as the index of a list' });
  }
}

function indexOfText(text: string): number {
  const index = parseLong(text);
  if (index === undefined || BigInt.asIntN(32, index) !== index) throw numberFormat(text);
  return Number(index);
}

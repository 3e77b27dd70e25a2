/** Reads `base[property]`. */
import { expressionError } from '../expression-error.ts';
import { numberFormat } from './arithmetic.ts';
import { type ElValue, renderValue, typeName, valueInMessage } from './el-value.ts';
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
  throw expressionError(
    `Property '${valueInMessage(property)}' not found on type ${typeName(base)}`,
    {
      text,
      offset,
      mend: "write wf:conf('a.b') for a property whose name has a point in it",
    },
  );
}

function listIndex(property: ElValue): number {
  if (typeof property === 'bigint' || typeof property === 'number') {
    return Math.trunc(Number(property));
  }
  if (typeof property === 'boolean') return property ? 1 : 0;
  const index = typeof property === 'string' ? parseLong(property) : undefined;
  if (index === undefined) throw numberFormat(renderValue(property));
  return Number(index);
}

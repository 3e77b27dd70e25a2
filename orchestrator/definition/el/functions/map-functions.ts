/** The functions that turn a map, such as captured output, into a text that fits into XML. */
import { formatProperties } from '../../../../base/properties/format-properties.ts';
import type { Clock } from '../../../../base/time/clock.ts';
import { writeConfiguration } from '../../../config/write-configuration.ts';
import { escapeXml } from '../escape-xml.ts';
import { type ElMap, type ElValue, renderValue } from '../evaluation/el-value.ts';
import { expressionError } from '../expression-error.ts';
import { elFunction } from './el-function.ts';

/** Keys and values as texts. */
function textEntries(map: ElMap | null): Map<string, string> {
  if (map === null) throw expressionError('The map is null');
  return new Map([...map].map(([key, value]) => [renderValue(key), renderValue(value)]));
}

/** JSON on one line, slashes escaped, as json-simple writes it. */
export const toJsonStr = elFunction(['map'], (_, map) => escapeXml(toJson(map)));

function toJson(value: ElValue): string {
  if (value === null) return 'null';
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? renderValue(value) : 'null';
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (value instanceof Map) {
    const fields = [...value].map(([key, item]) => `${quote(renderValue(key))}:${toJson(item)}`);
    return `{${fields.join(',')}}`;
  }
  return typeof value === 'string' ? quote(value) : renderValue(value);
}

function quote(text: string): string {
  return JSON.stringify(text).replaceAll('/', '\\/');
}

export const toPropertiesStr = elFunction(['map'], ({ clock }: { readonly clock: Clock }, map) =>
  escapeXml(formatProperties(textEntries(map), clock.now())),
);

export const toConfigurationStr = elFunction(['map'], (_, map) =>
  escapeXml(writeConfiguration(textEntries(map))),
);

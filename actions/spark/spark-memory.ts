/** How much memory of this machine a spark action takes, from what it asks for. */
import { child, childrenOf, childText, type Element } from '../contract/element.ts';
import { optionValues, splitSparkOptions } from './split-spark-options.ts';

const MEBIBYTE = 1024 * 1024;

/** Spark's own default of `spark.driver.memory`. */
const DRIVER_BYTES_DEFAULT = 1024 * MEBIBYTE;

/** What spark-submit takes when the driver runs elsewhere. */
const SUBMITTER_BYTES = 512 * MEBIBYTE;

const unitBytes: Readonly<Record<string, number>> = {
  k: 1024,
  m: MEBIBYTE,
  g: 1024 * MEBIBYTE,
  t: 1024 * 1024 * MEBIBYTE,
};

/**
 * In bytes: the driver's, and for `local-cluster[n,cores,mb]` n executors'. Values that are
 * expressions still count with their defaults.
 */
export function sparkMemoryBytes(element: Element): number {
  const options = splitSparkOptions(childText(element, 'spark-opts') ?? '');
  const master = childText(element, 'master') ?? '';
  const mode = childText(element, 'mode') ?? optionValues(options, '--deploy-mode').at(-1);
  if (mode === 'cluster' || master.endsWith('-cluster')) return SUBMITTER_BYTES;
  return driverBytes(element, options) + executorsBytes(master);
}

function driverBytes(element: Element, options: readonly string[]): number {
  const written =
    optionValues(options, '--driver-memory').at(-1) ??
    optionValues(options, '--conf')
      .map((pair) => /^spark\.driver\.memory\s*=(.*)$/.exec(pair)?.[1])
      .findLast((value) => value !== undefined) ??
    configured(element, 'spark.driver.memory');
  return parseMemory(written) ?? DRIVER_BYTES_DEFAULT;
}

function configured(element: Element, name: string): string | undefined {
  const configuration = child(element, 'configuration');
  const properties = configuration === undefined ? [] : childrenOf(configuration, 'property');
  const property = properties.findLast((candidate) => childText(candidate, 'name') === name);
  return property === undefined ? undefined : childText(property, 'value');
}

function executorsBytes(master: string): number {
  const match = /^local-cluster\[\s*(\d+)\s*,\s*\d+\s*,\s*(\d+)\s*\]$/.exec(master);
  return match === null ? 0 : Number(match[1]) * Number(match[2]) * MEBIBYTE;
}

/** `512m`, `2g`, `1024` (MiB, as Spark takes a bare number for this setting). */
function parseMemory(text: string | undefined): number | undefined {
  const match = /^\s*(\d+)\s*([kmgt])?b?\s*$/i.exec(text ?? '');
  if (match === null) return undefined;
  return Number(match[1]) * (unitBytes[(match[2] ?? 'm').toLowerCase()] ?? MEBIBYTE);
}

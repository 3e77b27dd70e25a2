/**
 * The functions that take HCatalog's URIs apart, `hcat://server:port/database/table/key=value;…`.
 * The catalog itself is not asked.
 */
import type { DataElContext, EventData } from '../coordinator-el-context.ts';
import { expressionError } from '../expression-error.ts';
import { elFunction } from './el-function.ts';

interface CatalogUri {
  readonly database: string;
  readonly table: string;
  readonly partition: ReadonlyMap<string, string>;
}

/** @throws HowdahError EL_ERROR */
function parseCatalogUri(uri: string): CatalogUri {
  const [, database, table, keys] = /^[a-z]+:\/\/[^/]+\/([^/]+)\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (database === undefined || table === undefined || keys === undefined) {
    throw expressionError(`HCat URI can't be parsed ${uri}`, {
      mend: 'write hcat://server:port/database/table/key=value;…',
    });
  }
  const partition = new Map<string, string>();
  for (const pair of keys.split(';')) {
    const [key, value, ...rest] = pair.split('=');
    if (key === undefined || value === undefined || rest.length > 0) {
      throw expressionError(`HCat URI can't be parsed ${uri}: ${pair} is not key=value`);
    }
    partition.set(key, value);
  }
  return { database, table, partition };
}

/**
 * The catalog's among the URIs of an event. Commas part them, but may stand in the list of servers
 * of one.
 */
function catalogUris(uris: string): string[] {
  return uris.split(/,(?=[a-z]+:\/\/[^,]*\/)/).filter((uri) => uri.startsWith('hcat://'));
}

function firstUri(data: EventData | undefined): CatalogUri | undefined {
  if (data?.uris === undefined) return undefined;
  return parseCatalogUri(catalogUris(data.uris)[0] ?? data.uris);
}

function text(uri: CatalogUri | undefined, part: 'database' | 'table'): string {
  return uri?.[part] ?? '';
}

const quoted = (value: string) => `'${value}'`;

/** `(dt=='2026' AND region=='eu') OR …`; Pig compares with two signs, Hive with one. */
const partitionFilter = elFunction(['text', 'text'], (context: DataElContext, name, type) => {
  const data = context.dataIn(name);
  if (data?.isUnresolved === true) {
    return `\${coord:dataInPartitionFilter('${name}', '${type}')}`;
  }
  const sign = type.toLowerCase() === 'pig' ? '==' : '=';
  const filters = catalogUris(data?.uris ?? '').map((uri) => {
    const pairs = [...parseCatalogUri(uri).partition];
    return `(${pairs.map(([key, value]) => key + sign + quoted(value)).join(' AND ')})`;
  });
  return filters.join(' OR ');
});

/** The smallest or largest value of a key, compared as texts. */
function extremeValue(isBetter: (left: string, right: string) => boolean) {
  return elFunction(['text', 'text'], (context: DataElContext, name, key) => {
    const data = context.dataIn(name);
    if (data?.isUnresolved === true) return `\${coord:dataInPartitionMin('${name}', '${key}')}`;
    if (data?.uris === undefined) return null;
    const uris = catalogUris(data.uris);
    const values = uris.map((uri) => parseCatalogUri(uri).partition.get(key) ?? '');
    if (values.length === 0 || values.includes('')) {
      throw expressionError(`No value in data-in uri for partition key: ${key}`);
    }
    return values.reduce((best, value) => (isBetter(value, best) ? value : best));
  });
}

/** The partition of the only URI, as Hive's export wants it. */
const partitions = elFunction(['text', 'text'], (context: DataElContext, name, type) => {
  const data = context.dataIn(name);
  if (data?.isUnresolved === true) return `\${coord:dataInPartitions('${name}', '${type}')}`;
  if (data?.uris === undefined) return null;
  if (type !== 'hive-export') {
    throw expressionError(`Unsupported type: ${type} dataset name: ${name}`);
  }
  if (catalogUris(data.uris).length > 1) {
    const problem = 'Multiple partitions not supported for hive-export type.';
    throw expressionError(`${problem} Dataset name: ${name} URI: ${data.uris}`);
  }
  const pairs = [...parseCatalogUri(data.uris).partition];
  return pairs.map(([key, value]) => `${key}=${quoted(value)}`).join(',');
});

/** Without quotes around the values, but around all of it. */
const outPartitions = elFunction(['text'], (context: DataElContext, name) => {
  const data = context.dataOut(name);
  if (data?.isUnresolved === true) return `\${coord:dataOutPartitions('${name}')}`;
  const pairs = [...parseCatalogUri(data?.uris ?? '').partition];
  return quoted(pairs.map(([key, value]) => `${key}=${value}`).join(','));
});

const outPartitionValue = elFunction(['text', 'text'], (context: DataElContext, name, key) => {
  const data = context.dataOut(name);
  if (data?.isUnresolved === true) return `\${coord:dataOutPartitionValue('${name}', '${key}')}`;
  return parseCatalogUri(data?.uris ?? '').partition.get(key) ?? null;
});

const inPart = (part: 'database' | 'table') =>
  elFunction(['text'], (context: DataElContext, name) =>
    text(firstUri(context.dataIn(name)), part),
  );

const outPart = (part: 'database' | 'table') =>
  elFunction(['text'], (context: DataElContext, name) =>
    text(firstUri(context.dataOut(name)), part),
  );

export const catalogInFunctions = {
  'coord:databaseIn': inPart('database'),
  'coord:tableIn': inPart('table'),
  'coord:dataInPartitionFilter': partitionFilter,
  'coord:dataInPartitionMin': extremeValue((left, right) => left < right),
  'coord:dataInPartitionMax': extremeValue((left, right) => left > right),
  'coord:dataInPartitions': partitions,
} as const;

export const catalogOutFunctions = {
  'coord:databaseOut': outPart('database'),
  'coord:tableOut': outPart('table'),
  'coord:dataOutPartitions': outPartitions,
  'coord:dataOutPartitionValue': outPartitionValue,
} as const;

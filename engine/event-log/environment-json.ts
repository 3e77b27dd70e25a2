/** What the log says of an application's surroundings: settings, runtime and resources. */
import { userInfo } from 'node:os';
import type { EventFacts } from './event-facts.ts';
import { DEFAULT_RESOURCE_PROFILE } from './event-json.ts';

const MEBIBYTE = 2 ** 20;

/** Values of such settings are not for others to read. */
const secretKey = /secret|password|token|access[.]?key/i;

export function resourceProfileJson({ executorCores, executorMemoryBytes }: EventFacts): object {
  return {
    'Resource Profile Id': DEFAULT_RESOURCE_PROFILE,
    'Executor Resource Requests': {
      ...(executorCores === undefined ? {} : { cores: resourceRequest('cores', executorCores) }),
      memory: resourceRequest('memory', Math.floor(executorMemoryBytes / MEBIBYTE)),
      offHeap: resourceRequest('offHeap', 0),
    },
    'Task Resource Requests': { cpus: { 'Resource Name': 'cpus', Amount: 1 } },
  };
}

function resourceRequest(name: string, amount: number): object {
  return { 'Resource Name': name, Amount: amount, 'Discovery Script': '', Vendor: '' };
}

export function environmentJson({ properties, startTimeMs }: EventFacts): object {
  const shown = Object.entries(properties).map(([key, value]) => [
    key,
    secretKey.test(key) ? '*********(redacted)' : value,
  ]);
  return {
    'JVM Information': {
      'Java Home': '',
      'Java Version': `Node.js ${process.version}`,
      'Scala Version': '',
    },
    'Spark Properties': Object.fromEntries(shown) as Record<string, string>,
    'Hadoop Properties': {},
    'System Properties': {
      'java.version': `Node.js ${process.version}`,
      'os.name': process.platform,
      'os.arch': process.arch,
      'user.name': userInfo().username,
      'howdah.start': String(startTimeMs),
    },
    'Metrics Properties': {},
    'Classpath Entries': Object.fromEntries(
      process.argv.slice(1, 2).map((path) => [path, 'Program']),
    ),
  };
}

/** Reads the settings of the execution; Oozie's names and defaults where it has them. */
import { availableParallelism, totalmem } from 'node:os';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { defaultRetrySettings, type RetrySettings } from '../job/retry-settings.ts';
import type { ProcessLimits } from './process-admission.ts';

type Settings = ReadonlyMap<string, string>;

const SECOND_MS = 1_000;

/** Commands mostly wait for something else, so a core can take several of them. */
const SHELL_PROCESSES_PER_CORE = 4;

/** Of the machine's memory; the rest is for the server, the system and what nobody counted. */
const MEMORY_SHARE = 0.8;

const userRetryPrefix = 'oozie.service.LiteWorkflowStoreService.user.retry';

export function readRetrySettings(settings: Settings): RetrySettings {
  const defaults = defaultRetrySettings;
  const codes = settings.get(`${userRetryPrefix}.error.code`);
  const furtherCodes = splitList(settings.get(`${userRetryPrefix}.error.code.ext`) ?? '');
  return {
    transientMax: readCount(settings, 'oozie.action.retries.max', defaults.transientMax),
    transientIntervalMs:
      readCount(settings, 'oozie.action.retry.interval', defaults.transientIntervalMs / SECOND_MS) *
      SECOND_MS,
    transientPolicy:
      settings.get('oozie.action.retry.policy') === 'exponential' ? 'exponential' : 'periodic',
    userErrorCodes: new Set([
      ...(codes === undefined ? defaults.userErrorCodes : splitList(codes)),
      ...furtherCodes,
    ]),
  };
}

/**
 * `howdah.action.<type>.processes.max` and `howdah.action.memory.max.mb`: how much may run at once.
 * Without them: four shell commands and one driver a core, in four fifths of the memory.
 */
export function readProcessLimits(settings: Settings): ProcessLimits {
  const cores = availableParallelism();
  const processesMax = new Map([
    ['shell', cores * SHELL_PROCESSES_PER_CORE],
    ['spark', cores],
  ]);
  for (const [name] of settings) {
    const type = /^howdah\.action\.(.+)\.processes\.max$/.exec(name)?.[1];
    if (type !== undefined) processesMax.set(type, readCount(settings, name, 1));
  }
  const memoryMegabytes = Math.floor((totalmem() * MEMORY_SHARE) / 2 ** 20);
  const memoryMax = readCount(settings, 'howdah.action.memory.max.mb', memoryMegabytes);
  return { processesMax, memoryBytesMax: memoryMax * 2 ** 20 };
}

/** @throws HowdahError HOWDAH_USAGE for what is not a whole number */
export function readCount(settings: Settings, name: string, defaultValue: number): number {
  const text = settings.get(name)?.trim();
  if (text === undefined || text === '') return defaultValue;
  if (/^\d+$/.test(text)) return Number(text);
  throw new HowdahError('HOWDAH_USAGE', [`setting ${name} is "${text}", not a whole number`], {
    subject: name,
    mend: `write ${name}=${defaultValue}, or leave it out`,
  });
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

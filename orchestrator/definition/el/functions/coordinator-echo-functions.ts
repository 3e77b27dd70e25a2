/**
 * Functions that stand for themselves in the phases before the one that evaluates them. Their
 * arguments are evaluated; the text is then an expression again.
 */

import type { EchoElContext } from '../coordinator-el-context.ts';
import type { ElValue } from '../evaluation/el-value.ts';
import { expressionError } from '../expression-error.ts';
import { type ElFunction, elFunction } from './el-function.ts';

type Echoing = Pick<EchoElContext, 'isEchoed'>;

function echoed(context: Echoing, name: string, argument: string): string {
  context.isEchoed = true;
  return `coord:${name}(${argument})`;
}

const none = (name: string) => elFunction([], (context: Echoing) => echoed(context, name, ''));

const one = (name: string) =>
  elFunction(['text'], (context: Echoing, first) => echoed(context, name, first));

/** @param separator the comma with the blanks that Oozie writes around it */
const two = (name: string, separator: string) =>
  elFunction(['text', 'text'], (context: Echoing, first, second) =>
    echoed(context, name, first + separator + second),
  );

const three = (name: string, separator: string) =>
  elFunction(['text', 'text', 'text'], (context: Echoing, first, second, third) =>
    echoed(context, name, [first, second, third].join(separator)),
  );

const quotedTime = (name: string) =>
  elFunction(['text', 'text'], (context: Echoing, time, format) =>
    echoed(context, name, `'${time}' , ${format}`),
  );

export const instanceEchoes = {
  'coord:current': one('current'),
  'coord:currentRange': two('currentRange', ', '),
  'coord:offset': two('offset', ' , '),
  'coord:absolute': one('absolute'),
  'coord:endOfMonths': one('endOfMonths'),
  'coord:endOfWeeks': one('endOfWeeks'),
  'coord:endOfDays': one('endOfDays'),
} as const;

/** Those whose answer depends on what data exist. */
export const lateInstanceEchoes = {
  'coord:latest': one('latest'),
  'coord:latestRange': two('latestRange', ', '),
  'coord:future': two('future', ', '),
  'coord:futureRange': three('futureRange', ', '),
} as const;

export const dateEchoes = {
  'coord:dateOffset': three('dateOffset', ' , '),
  'coord:dateTzOffset': two('dateTzOffset', ' , '),
  'coord:formatTime': quotedTime('formatTime'),
  'coord:epochTime': quotedTime('epochTime'),
} as const;

export const actionEchoes = {
  'coord:actionId': none('actionId'),
  'coord:name': none('name'),
} as const;

export const timeEchoes = {
  'coord:nominalTime': none('nominalTime'),
  'coord:actualTime': none('actualTime'),
} as const;

/** Numbers that are good enough to check the expression around them. */
const fixed = (value: ElValue) => elFunction(['text'], () => value);

export const instanceSamples = {
  'coord:hoursInDay': fixed('24'),
  'coord:daysInMonth': fixed('30'),
  'coord:tzOffset': elFunction([], () => '3'),
} as const;

/** No time at all, so that functions which read times fail on it as they do in Oozie. */
export const nominalTimeSample = elFunction([], () => '2009-03-06T010:00');

function checkName(context: EchoElContext, name: string, kinds: readonly string[]): void {
  const kind = context.dataNames.get(name);
  if (kind !== undefined && kinds.includes(kind)) return;
  const what = kinds.length > 1 ? 'data set name' : `${kinds[0]?.replace('-', '_')}_name`;
  throw expressionError(`${what} ${name} is not valid`, {
    mend: `declared are: ${[...context.dataNames.keys()].join(', ') || 'none'}`,
  });
}

const dataEcho = (name: string, kinds: readonly string[]) =>
  elFunction(['text'], (context: EchoElContext, event) => {
    checkName(context, event, kinds);
    return echoed(context, name, `'${event}'`);
  });

const partitionEcho = (name: string) =>
  elFunction(['text', 'text'], (context: EchoElContext, event, argument) => {
    checkName(context, event, ['data-in', 'data-out']);
    return echoed(context, name, `'${event}', '${argument}'`);
  });

const bothKinds = ['data-in', 'data-out'];

export const dataInEchoes = {
  'coord:dataIn': dataEcho('dataIn', ['data-in']),
  'coord:databaseIn': dataEcho('databaseIn', bothKinds),
  'coord:tableIn': dataEcho('tableIn', bothKinds),
  'coord:dataInPartitionFilter': partitionEcho('dataInPartitionFilter'),
  'coord:dataInPartitionMin': partitionEcho('dataInPartitionMin'),
  'coord:dataInPartitionMax': partitionEcho('dataInPartitionMax'),
  'coord:dataInPartitions': partitionEcho('dataInPartitions'),
} as const;

export const dataOutEchoes: Readonly<Record<string, ElFunction<EchoElContext>>> = {
  'coord:dataOut': dataEcho('dataOut', ['data-out']),
  'coord:databaseOut': dataEcho('databaseOut', bothKinds),
  'coord:tableOut': dataEcho('tableOut', bothKinds),
  'coord:dataOutPartitions': dataEcho('dataOutPartitions', bothKinds),
  'coord:dataOutPartitionValue': partitionEcho('dataOutPartitionValue'),
};

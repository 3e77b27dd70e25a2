/** What two logs of schedulers must have in common when the same program has run. */

const line = /^\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d (\w+) (\w+): (.*)$/;

/** Who says the same in the same order each time, and who in an order that threads decide. */
const ordered = ['DAGScheduler'];
const unordered = ['TaskSchedulerImpl', 'TaskSetManager'];

/** What differs between two runs, two programs or two runtimes. */
const variable: readonly (readonly [RegExp, string])[] = [
  [/\d+(\.\d+)? ms/g, '# ms'],
  [/[\w-]+\.(scala|ts):\d+/g, 'program'],
  [/\([\w.-]+(,| )executor \w+/g, '(host$1executor'],
  [/ on \S+(, | \()executor \w+/g, ' on host$1executor'],
  [/(Lost executor \d+ on) [^\s:]+/, '$1 host'],
  [/java\.lang\.IllegalStateException|RangeError/g, 'Exception'],
  // The size of a message is not known to ours, and reduce tasks of ours have no nearest host.
  [/(PROCESS_LOCAL|NODE_LOCAL|ANY)(, \d+ bytes)?\) ?$/, 'near)'],
  [/FetchFailed\(.*/, 'FetchFailed'],
  [
    /( failed in # ms due to) (org\.apache\.spark\.shuffle\.)?FetchFailed(Exception)?.*/,
    '$1 FetchFailed',
  ],
  [/Command (exited with code \d+|was ended by \w+)/, 'Command ended'],
  [/\(epoch \d+\)/, '(epoch #)'],
  [/\(TID \d+\)/, '(TID #)'],
  [/ \(\d+(\/\d+\))$/, ' (#$1'],
  [/ as input to shuffle \d+/, ' as input to shuffle #'],
];

/** Said or not as it happens. */
const occasional = [
  /^Barrier stage in job \d+ requires/,
  /^Skip current round of resource offers/,
  /^Registered BarrierCoordinator endpoint/,
  /^Ignoring task failure from/,
  /^Time to checkSpeculatableTasks/,
];

/**
 * @param log a log with other lines among those of the schedulers
 * @returns the lines by who says them; those in no fixed order are sorted
 */
export function schedulerLines(log: string): Record<string, string[]> {
  const lines: Record<string, string[]> = {};
  for (const text of log.split('\n')) {
    const [, level, logger = '', message = ''] = line.exec(text) ?? [];
    const isSaid = [...ordered, ...unordered].includes(logger);
    if (isSaid && !occasional.some((pattern) => pattern.test(message))) {
      lines[logger] = [...(lines[logger] ?? []), `${level} ${normalised(message)}`];
    }
  }
  for (const logger of unordered) {
    lines[logger]?.sort();
  }
  return lines;
}

function normalised(message: string): string {
  let text = message.trimEnd();
  for (const [pattern, replacement] of variable) {
    text = text.replace(pattern, replacement);
  }
  return text;
}

/**
 * Random definitions of coordinators with all that they may hold: several datasets, events of every
 * kind, controls, and a configuration that calls every function, rightly and wrongly.
 */
import { randomCron } from './random-cron.ts';
import type { RandomSource } from './random-source.ts';

export interface WholeCoordinator {
  readonly xml: string;
  readonly properties: Readonly<Record<string, string>>;
}

const zones = [
  ...'UTC UTC UTC GMT GMT+05:30 America/Los_Angeles America/New_York Europe/Berlin'.split(' '),
  ...'Asia/Kolkata Australia/Lord_Howe America/Sao_Paulo Europe/Dublin PST Pacific/Apia'.split(' '),
];

const starts = [
  ...'2026-01-01T00:00Z 2026-03-07T10:00Z 2026-03-28T23:30Z 2026-10-24T22:15Z'.split(' '),
  ...'2026-10-31T06:00Z 2024-02-28T12:00Z 2025-12-31T23:59Z 2026-01-31T08:00Z'.split(' '),
];

/** Of all of them. */
export const wholeProperties: Readonly<Record<string, string>> = {
  ...{ n: '-2', one: '1', word: 'w', amp: 'a & b', spaced: '  s  ', day: '${coord:days(1)}' },
  ...{ zone: 'America/Los_Angeles', start: '2026-01-01T00:00Z', unit: 'DAY', path: 'file:///d' },
  ...{ conf: '${word}', freq: '${coord:hours(2)}', tag: '<x/>', quote: `it's "q"` },
};

const frequencies = [
  ...['60', '1440', '5', '4', '0', '-1', '1.5', '60 ', '${one}', '${day}', '${freq}', '${absent}'],
  ...['${coord:days(1)}', '${coord:days(2)}', '${coord:hours(3)}', '${coord:minutes(45)}'],
  ...['${coord:months(1)}', '${coord:endOfDays(1)}', '${coord:endOfMonths(1)}', '${coord:days(0)}'],
  ...[
    '${coord:endOfWeeks(1)}',
    '${coord:hours(1) * 2}',
    "${coord:days('1')}",
    '${coord:days(one)}',
  ],
  ...['${coord:days(1)} ', '${coord:weeks(1)}', "${coord:conf('one')}", '${60 * 24}', '${1 + 0.5}'],
];

const dataFrequencies = [
  ...[
    '${coord:days(1)}',
    '${coord:days(1)}',
    '${coord:hours(1)}',
    '${coord:hours(6)}',
    '60',
    '1440',
  ],
  ...[
    '${coord:minutes(30)}',
    '${coord:months(1)}',
    '${coord:endOfDays(1)}',
    '${coord:endOfMonths(1)}',
  ],
  ...['${coord:endOfWeeks(1)}', '0', '-5', '${day}', '0 0 * * *', '${coord:days(7)}'],
];

const templates = [
  ...[
    'file:///d/${YEAR}/${MONTH}/${DAY}/${HOUR}/${MINUTE}',
    '${path}/${YEAR}${MONTH}${DAY}T${HOUR}',
  ],
  ...[
    'file:///d/${YEAR}',
    '/d/${MONTH}-${DAY}',
    'file:///d/x',
    ' file:///d/${DAY} ',
    '${word}/${HOUR}',
  ],
  ...['file:///d/${SECOND}', "file:///d/${coord:conf('word')}/${DAY}", 'file:///d,e/${DAY}', ''],
  ...['file:///d/${YEAR}/${YEAR}', 'file:///d/#${DAY}', '${conf}/${DAY}', '${amp}${DAY}'],
];

const instances = [
  ...['${coord:current(0)}', '${coord:current(-1)}', '${coord:current(2)}', '${coord:current(n)}'],
  ...['${coord:latest(0)}', '${coord:latest(-2)}', '${coord:latest(1)}', '${coord:future(0, 5)}'],
  ...['${coord:future(1,2)}', '${coord:offset(-1, "DAY")}', '${coord:offset(0,"HOUR")}'],
  ...[
    '${coord:offset(30, "MINUTE")}',
    '${coord:offset(-1, "MONTH")}',
    '${coord:offset(1, "WEEK")}',
  ],
  ...['${coord:currentRange(-2, 0)}', '${coord:currentRange(1, -1)}', '${coord:latestRange(-2,0)}'],
  ...['${coord:futureRange(0,2,5)}', '${coord:absolute("2026-01-02T00:00Z")}', '2026-01-01T00:00Z'],
  ...[
    '${start}',
    '2026-01-01T00:00',
    '${coord:current(-coord:hoursInDay(0))}',
    '${coord:current("a")}',
  ],
  ...['${coord:current(coord:daysInMonth(0) * -1)}', '${coord:current(1.9)}', '${coord:current()}'],
  ...['${coord:current(0)}${coord:current(1)}', '${coord:current(0)} ', 'x${coord:current(0)}', ''],
  ...[
    '${coord:current(0)},${coord:current(1)}',
    '${coord:endOfDays(0)}',
    '${coord:endOfMonths(-1)}',
  ],
  ...['${coord:latest(0 - 1)}', '${coord:offset(n, unit)}', '${coord:absoluteRange(start, 0)}'],
  ...[
    '${coord:current(-(coord:tzOffset() / 60))}',
    '${coord:nominalTime()}',
    '${coord:tzOffset()}',
  ],
  ...['${coord:current(null)}', "${coord:current('-1')}", '${coord:formatTime(start, "yyyy")}'],
  ...['${coord:epochTime(start, "true")}', '${coord:dateOffset(start, 1, "DAY")}', '${absent}'],
];

const ranges: readonly (readonly [string, string])[] = [
  ...([
    ['${coord:current(-3)}', '${coord:current(0)}'],
    ['${coord:current(0)}', '${coord:current(-3)}'],
    ['${coord:current(-1)}', '${coord:latest(0)}'],
    ['${coord:latest(-3)}', '${coord:latest(0)}'],
    ['${coord:latest(0)}', '${coord:latest(-1)}'],
    ['${coord:future(0,5)}', '${coord:future(2,5)}'],
    ['${coord:offset(-2,"DAY")}', '${coord:offset(0,"DAY")}'],
    ['${coord:offset(0,"DAY")}', '${coord:current(1)}'],
    ['${coord:absolute("2026-01-01T00:00Z")}', '${coord:current(0)}'],
    ['${coord:absolute("2026-01-01T00:00Z")}', '${coord:absolute("2026-01-03T00:00Z")}'],
    ['${coord:endOfDays(-2)}', '${coord:current(0)}'],
    ['${coord:endOfWeeks(-1)}', '${coord:current(0)}'],
    ['${coord:endOfMonths(-1)}', '${coord:endOfMonths(0)}'],
    ['${start}', '${coord:current(0)}'],
    ['2026-01-01T00:00Z', '2026-01-03T00:00Z'],
    ['${coord:current(-2)}', ''],
  ] as const),
];

/** As most are written, so that what is wrong stands alone. */
const plainValues = [
  ...[
    '${coord:nominalTime()}',
    '${coord:actionId()}',
    '${coord:name()}',
    '${coord:user()}',
    'text',
  ],
  ...["${coord:conf('word')}", '${word}', '${amp}', '${coord:tzOffset()}', '<![CDATA[a & <b>]]>'],
  ...[
    "${coord:formatTime(coord:nominalTime(), 'yyyy-MM-dd')}",
    "${coord:dateOffset(start, -1, 'MONTH')}",
  ],
  ...[
    '${coord:dateTzOffset(coord:nominalTime(), zone)}',
    "${coord:epochTime(coord:nominalTime(), 'true')}",
  ],
];

const plainInstances = [
  ...['${coord:current(0)}', '${coord:current(-1)}', '${coord:current(2)}', '${coord:current(n)}'],
  ...[
    '${coord:latest(0)}',
    '${coord:latest(-2)}',
    '${coord:future(0, 5)}',
    '${coord:offset(-1, "DAY")}',
  ],
  ...[
    '${coord:currentRange(-2, 0)}',
    '${coord:absolute("2026-01-02T00:00Z")}',
    '2026-01-01T00:00Z',
  ],
  ...['${coord:current(-coord:hoursInDay(0))}', '${coord:offset(30, "MINUTE")}'],
];

const values = [
  ...[
    '${coord:nominalTime()}',
    '${coord:actionId()}',
    '${coord:name()}',
    '${coord:user()}',
    'text',
  ],
  ...[
    "${coord:conf('word')}",
    "${coord:conf('absent')}",
    '${word}',
    '${amp}',
    '${spaced}',
    '${tag}',
  ],
  ...[
    '${absent}',
    '${YEAR}',
    '${coord:tzOffset()}',
    '${coord:hoursInDay(0)}',
    '${coord:days(1)}',
    '',
  ],
  ...["${coord:dataIn('in0')}", "${coord:dataIn('in1')}", "${coord:dataIn('absent')}", '  blank  '],
  ...[
    "${coord:dataOut('out')}",
    "${coord:dataOut('in0')}",
    '${coord:dataIn()}',
    '${coord:dataIn(word)}',
  ],
  ...[
    "${coord:formatTime(coord:nominalTime(), 'yyyy-MM-dd')}",
    "${coord:formatTime(start, 'yyyyDDD')}",
  ],
  ...[
    "${coord:formatTime(coord:nominalTime(), 'E MMM w W F k K a z Z')}",
    "${coord:formatTime('x', 'y')}",
  ],
  ...[
    "${coord:formatTime(coord:nominalTime(), 'b')}",
    "${coord:epochTime(coord:nominalTime(), 'false')}",
  ],
  ...["${coord:epochTime(coord:nominalTime(), 'true')}", "${coord:epochTime('x', 'true')}"],
  ...[
    "${coord:dateOffset(coord:nominalTime(), 1, 'DAY')}",
    "${coord:dateOffset(start, -1, 'MONTH')}",
  ],
  ...['${coord:dateOffset(coord:nominalTime(), n, unit)}', "${coord:dateOffset(start, 1, 'WEEK')}"],
  ...[
    '${coord:dateTzOffset(coord:nominalTime(), zone)}',
    "${coord:dateTzOffset(start, 'nowhere')}",
  ],
  ...[
    "${coord:dateOffset(coord:dateOffset(start, 1, 'DAY'), 1, 'HOUR')}",
    "${coord:concat('a', 'b')}",
  ],
  ...[
    "${coord:formatTime(coord:dateOffset(coord:nominalTime(), -1, 'DAY'), 'yyyyMMdd')}",
    '${n}',
    '$',
  ],
  ...[
    "${coord:databaseIn('in0')}",
    "${coord:tableIn('in0')}",
    "${coord:dataInPartitions('in0', 'x')}",
  ],
  ...["${coord:dataInPartitionFilter('in0', 'pig')}", "${coord:dataOutPartitionValue('out', 'x')}"],
  ...[
    "${coord:dataInPartitionMin('in0', 'x')}",
    "${coord:dataOutPartitions('out')}",
    '\\${word}',
    '${',
  ],
  ...[
    '${wf:id()}',
    "${concat('a','b')}",
    "${word eq 'w' ? 'y' : 'n'}",
    '#{word}',
    '${1 + n}',
    '${1 &lt; 2}',
  ],
  ...[
    '<![CDATA[${1 < 2} & <b>]]>',
    '&lt;x&gt; &amp; y',
    "${hadoop:conf('h', 'k')}",
    'a\n b',
    '&#xe9;',
  ],
];

export function wholeCoordinator(random: RandomSource): WholeCoordinator {
  const start = random.pick(starts);
  const hours = random.pick([2, 30, 30, 80, 800]);
  const end = new Date(Date.parse(start.replace('Z', ':00Z')) + hours * 3_600_000).toISOString();
  const inputs = random.chance(0.75) ? random.integer(1, 2) : 0;
  const output = random.chance(0.4);
  const frequency = random.chance(0.75)
    ? random.pick(frequencies.slice(13))
    : random.chance(0.5)
      ? random.pick(frequencies)
      : randomCron(random);
  const version = random.pick(['0.1', '0.2', '0.3', '0.4', '0.4', '0.4', '0.5']);
  const attributes =
    `name="${random.chance(0.9) ? 'c-${word}' : random.pick(['${absent}', '', 'a b'])}" frequency="${frequency}" ` +
    `start="${random.chance(0.95) ? start : random.pick(['${start}', '2026-01-01', ' 2026-01-01T00:00Z'])}" ` +
    `end="${random.chance(0.97) ? `${end.slice(0, 16)}Z` : start}" ` +
    `timezone="${random.chance(0.95) ? random.pick(zones) : random.pick(['${zone}', 'nowhere', ''])}"`;
  const xml = [
    `<coordinator-app xmlns="uri:oozie:coordinator:${version}" ${attributes}>`,
    controls(random),
    datasets(random, inputs, output),
    inputEvents(random, inputs),
    output
      ? `<output-events><data-out name="out" dataset="outs"><instance>${random.chance(0.7) ? '${coord:current(0)}' : random.pick(instances)}</instance></data-out></output-events>`
      : '',
    '<action><workflow><app-path>file:///apps/w</app-path>',
    configuration(random, inputs, output),
    '</workflow></action></coordinator-app>',
  ].join('\n');
  return { xml, properties: wholeProperties };
}

function controls(random: RandomSource): string {
  if (random.chance(0.6)) return '';
  const number = () => random.pick(['1', '10', '-1', '0', '${one}', '${n}', 'x', '100000', '1.5']);
  const all = [
    random.chance(0.5)
      ? `<timeout>${random.chance(0.3) ? '${coord:hours(1)}' : number()}</timeout>`
      : '',
    random.chance(0.4) ? `<concurrency>${number()}</concurrency>` : '',
    random.chance(0.4)
      ? `<execution>${random.pick(['FIFO', 'LIFO', 'LAST_ONLY', 'NONE', 'fifo', '${word}'])}</execution>`
      : '',
    random.chance(0.3) ? `<throttle>${number()}</throttle>` : '',
  ];
  return `<controls>${all.join('')}</controls>`;
}

function datasets(random: RandomSource, inputs: number, output: boolean): string {
  const names = Array.from({ length: inputs }, (_, index) => `set${index}`);
  if (output) names.push('outs');
  if (names.length === 0) return '';
  const all = names.map((name) => {
    const initial = random.pick(
      random.chance(0.9)
        ? ['2025-12-01T00:00Z', '2026-01-01T00:30Z', '2024-02-01T05:00Z', '2026-03-01T00:00Z']
        : ['${start}', "${coord:conf('start')}", 'x', "${coord:dateOffset(start, -1, 'DAY')}"],
    );
    const frequency = random.chance(0.8)
      ? random.pick(dataFrequencies.slice(0, 11))
      : random.pick(dataFrequencies);
    const template = random.chance(0.85) ? (templates[0] as string) : random.pick(templates);
    const flag = random.pick(['', '', '', '<done-flag/>', '<done-flag>${word}</done-flag>']);
    return (
      `<dataset name="${name}" frequency="${frequency}" initial-instance="${initial}" ` +
      `timezone="${random.pick(zones)}"><uri-template>${template}</uri-template>${flag}</dataset>`
    );
  });
  return `<datasets>${all.join('')}</datasets>`;
}

function inputEvents(random: RandomSource, inputs: number): string {
  const events = Array.from({ length: inputs }, (_, index) => {
    const dataset = random.chance(0.97) ? `set${index}` : 'absent';
    return `<data-in name="in${index}" dataset="${dataset}">${eventInstances(random)}</data-in>`;
  });
  return events.length === 0 ? '' : `<input-events>${events.join('')}</input-events>`;
}

function eventInstances(random: RandomSource): string {
  if (random.chance(0.3)) {
    const [start, end] = random.chance(0.8)
      ? random.pick(ranges)
      : [random.pick(instances), random.pick(instances)];
    return `<start-instance>${start}</start-instance><end-instance>${end}</end-instance>`;
  }
  const count = random.chance(0.15) ? 2 : 1;
  return Array.from(
    { length: count },
    () => `<instance>${random.pick(random.chance(0.7) ? plainInstances : instances)}</instance>`,
  ).join('');
}

function configuration(random: RandomSource, inputs: number, output: boolean): string {
  const chosen = Array.from({ length: random.integer(0, 4) }, () =>
    random.pick(random.chance(0.8) ? plainValues : values),
  );
  for (let index = 0; index < inputs; index++) chosen.push(`\${coord:dataIn('in${index}')}`);
  if (output) chosen.push("${coord:dataOut('out')}");
  const all = chosen.map(
    (value, index) => `<property><name>p${index}</name><value>${value}</value></property>`,
  );
  return all.length === 0 ? '' : `<configuration>${all.join('')}</configuration>`;
}

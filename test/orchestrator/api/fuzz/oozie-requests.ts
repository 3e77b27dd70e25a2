/** Requests to every endpoint of Oozie's interface, most of them wrong in some way. */
import fc from 'fast-check';
import { commandNames, showNames } from '../../../../orchestrator/api/oozie/job-answers.ts';

/** A job that there is may be named by this. */
export const KNOWN_JOB = 'KNOWN-JOB';

const jobId = fc.constantFrom(
  ...[
    KNOWN_JOB,
    `${KNOWN_JOB}@work`,
    `${KNOWN_JOB}@:start:`,
    '0000000-261121045808831-oozie-root-W',
  ],
  ...['0000000-261121045808831-oozie-root-C', '0000000-261121045808831-oozie-root-C@1'],
  ...[
    '0000000-261121045808831-oozie-root-B',
    'x',
    '@',
    '-W',
    '-C@',
    '..',
    '%00',
    '%',
    '%2F',
    '%C3',
  ],
);

const adminResources = [
  ...['status', 'build-version', 'configuration', 'os-env', 'java-sys-properties', 'metrics'],
  ...['prometheus', 'queue-dump', 'available-timezones', 'available-oozie-servers', 'jmsinfo'],
  ...['list_sharelib', 'update_sharelib', 'purge', 'nope'],
];

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), jobId);

/** Anything that can stand in a request line without ending it. */
const rawSegment = fc.uint8Array({ maxLength: 20 }).map((bytes) =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\s#?]/g, ''),
);

const version = fc.constantFrom('v0', 'v1', 'v2', 'v3', '');
const path = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(version, jobId).map(([v, id]) => `/${v}/job/${id}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(version, fc.constantFrom('jobs', 'validate', 'sla', 'job'))
      .map((parts) => `/${parts.join('/')}`),
  },
  fc
    .tuple(version, fc.constantFrom(...adminResources))
    .map(([v, resource]) => `/${v}/admin/${resource}`),
  fc.constantFrom('/versions', '/callback', '/error', '/', ''),
  fc
    .tuple(version, anyText)
    .map(([v, text]) => `/${v}/job/${encodeURIComponent(text.toWellFormed())}`),
  fc.tuple(version, rawSegment, rawSegment).map((parts) => `/${parts.join('/')}`),
);

const parameter = fc.constantFrom(
  ...['action', 'show', 'filter', 'offset', 'len', 'order', 'jobtype', 'timezone', 'logfilter'],
  ...[
    'external-id',
    'bulk',
    'file',
    'user',
    'user.name',
    'doAs',
    'value',
    'type',
    'scope',
    'format',
  ],
  ...['show-kill', 'action-name', 'action-list', 'gt-sequence-id', 'max-events', 'id', 'status'],
  ...['lib', 'safemode', 'wf', 'coord', 'limit', 'refresh', 'dryrun', 'sortby', '__proto__'],
);

const value = fc.oneof(
  fc.constantFrom<string>(...showNames, ...commandNames),
  fc.constantFrom(
    ...['wf', 'coordinator', 'bundle', 'start', 'dryrun', 'png', 'svg', 'dot', '-1', '0', '1e9'],
    ...['status=RUNNING', 'name=a;b=c', 'loglevel=ERROR;limit=3', 'start=x', 'bundle=x', 'text=%'],
    ...['99999999999999999999', 'startcreatedtime=-1d', 'recent=1h', 'Asia/Tokyo', 'id=;;=', '1-3'],
  ),
  anyText,
);

const query = fc
  .array(fc.tuple(parameter, value), { maxLength: 5 })
  .map((pairs) =>
    pairs.map(([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed())}`).join('&'),
  );

const configurationWith = (name: string, text: string) =>
  `<configuration><property><name>${name}</name><value>${text}</value></property></configuration>`;

const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(
      fc.constantFrom(
        ...['oozie.wf.application.path', 'oozie.coord.application.path', 'user.name'],
        ...['oozie.bundle.application.path', 'oozie.wf.rerun.failnodes', 'a', ''],
      ),
      fc.oneof(
        anyText,
        fc.constantFrom('file:///nope', 'hdfs://x/y', '${a}', '${', '&amp;', '&x;'),
      ),
    )
    .map(([name, text]) => Buffer.from(configurationWith(name, text))),
  fc.nat({ max: 3_000 }).map((depth) => Buffer.from('<a>'.repeat(depth))),
  fc
    .constantFrom(
      '',
      '<configuration/>',
      '<configuration>',
      '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    )
    .map(Buffer.from),
);

const header = fc.oneof(
  fc.constantFrom(
    ...[
      'Content-Type: application/xml',
      'Content-Type: text/plain',
      'Content-Type: ;;',
      'Cookie: =',
    ],
    ...[
      'Content-Type: application/xml; charset=utf-16',
      'Cookie: hadoop.auth="u=a&p=a&t=s&e=1&s=x"',
    ],
    ...['Cookie: hadoop.auth=', 'Expect: 100-continue', 'X-Forwarded-For: x', 'Accept: nothing'],
    ...['Content-Encoding: gzip', 'Authorization: Negotiate x', 'Range: bytes=0-1'],
  ),
  rawSegment.map((text) => `X-Any: ${text}`),
);

/** Whole requests as bytes, with a length that fits. */
export const oozieRequest = fc
  .record({
    method: fc.constantFrom(
      'GET',
      'GET',
      'PUT',
      'POST',
      'DELETE',
      'OPTIONS',
      'HEAD',
      'PATCH',
      'TRACE',
    ),
    path,
    query,
    headers: fc.array(header, { maxLength: 3 }),
    body,
  })
  .map(({ method, path: target, query: text, headers, body: content }) => {
    const line = `${method} /oozie${target}${text === '' ? '' : `?${text}`} HTTP/1.1`;
    const fields = ['Host: localhost', 'Connection: close', ...headers];
    if (content.length > 0) fields.push(`Content-Length: ${content.length}`);
    return { line, fields, content };
  });

/** `/admin/os-env` and `/admin/java-sys-properties`: what the server's process lives in. */
import { EOL, release, tmpdir, userInfo } from 'node:os';
import { delimiter, sep } from 'node:path';
import type { FastifyReply } from 'fastify';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';
import { maskedValues } from './masked-values.ts';

export function showOsEnvironment({ reply, context }: OozieCall): FastifyReply {
  const variables = Object.entries(process.env).map(
    ([name, value]) => [name, value ?? ''] as const,
  );
  return sendJson(reply, maskedValues(variables, context.mask));
}

/** There is no Java here; these are the properties that have a meaning all the same. */
export function showSystemProperties({ reply, context }: OozieCall): FastifyReply {
  const user = userInfo();
  return sendJson(reply, {
    'file.encoding': 'UTF-8',
    'file.separator': sep,
    'java.io.tmpdir': tmpdir(),
    'line.separator': EOL,
    'node.version': process.version,
    'oozie.data.dir': context.server.dataDirectory,
    'os.arch': process.arch,
    'os.name': process.platform,
    'os.version': release(),
    'path.separator': delimiter,
    'user.dir': process.cwd(),
    'user.home': user.homedir,
    'user.name': user.username,
    'user.timezone': new Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
}

/**
 * `/admin/list_sharelib` and `/admin/update_sharelib`: the libraries below the directory that
 * `oozie.service.WorkflowAppService.system.libpath` names, or in its newest `lib_<time>`.
 */
import type { FastifyReply } from 'fastify';
import { FileSystemError } from '../../../../base/file-system/file-system.ts';
import type { ResolvedPath } from '../../../../base/file-system/file-systems.ts';
import type { ApiContext } from '../../api-context.ts';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';
import { queryText } from '../query-parameters.ts';

export const SHARELIB_SETTING = 'oozie.service.WorkflowAppService.system.libpath';

/** `lib`: a name, or its beginning and `.*`; Oozie takes any pattern of Java's. */
export async function showSharelib({ request, reply, context }: OozieCall): Promise<FastifyReply> {
  const asked = queryText(request, 'lib');
  const root = await newestRoot(context);
  if (root === undefined) return sendJson(reply, { sharelib: [] });
  const names = (await listOrNothing(root))
    .filter(({ kind }) => kind === 'directory')
    .map(({ path }) => nameOf(path));
  if (asked === undefined) return sendJson(reply, { sharelib: names.map((name) => ({ name })) });
  const sharelib = [];
  for (const name of names.filter((one) => matches(one, asked))) {
    const files = await listOrNothing({ ...root, path: `${root.path}/${name}` });
    sharelib.push({ name, files: files.map(({ path }) => `${root.fileSystem.scheme}:${path}`) });
  }
  return sendJson(reply, { sharelib });
}

/** Nothing is kept of a library, so there is nothing to update: says which one holds now. */
export async function updateSharelib({ reply, context }: OozieCall): Promise<FastifyReply> {
  const host = `${context.server.url()}/oozie`;
  const root = await newestRoot(context);
  if (root === undefined || root.fileSystem.statusNow(root.path) === undefined) {
    const status = `there is no library: ${SHARELIB_SETTING} names no directory`;
    return sendJson(reply, { sharelibUpdate: { host, status } });
  }
  const directory = `${root.fileSystem.scheme}:${root.path}`;
  return sendJson(reply, {
    sharelibUpdate: {
      ...{ sharelibDirOld: directory, sharelibDirNew: directory, host },
      status: 'Successful',
    },
  });
}

async function newestRoot(context: ApiContext): Promise<ResolvedPath | undefined> {
  const uri = context.settings.get(SHARELIB_SETTING);
  const root = uri === undefined ? undefined : context.fileSystems.resolve(uri);
  if (root === undefined) return undefined;
  const base = { ...root, path: root.path.replace(/\/+$/, '') };
  const dated = (await listOrNothing(base)).filter(
    ({ kind, path }) => kind === 'directory' && /^lib_\d{14}$/.test(nameOf(path)),
  );
  const newest = dated.at(-1);
  return newest === undefined ? base : { ...base, path: newest.path };
}

async function listOrNothing({ fileSystem, path }: ResolvedPath) {
  try {
    return await fileSystem.list(path);
  } catch (error) {
    if (error instanceof FileSystemError) return [];
    throw error;
  }
}

/** A pattern that people write: a name, or the beginning of one before `.*` or `*`. */
function matches(name: string, pattern: string): boolean {
  const [, beginning] = /^(.*?)\.?\*$/.exec(pattern) ?? [];
  return beginning === undefined ? name === pattern : name.startsWith(beginning);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

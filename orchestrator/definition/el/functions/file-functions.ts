/** The functions `fs:…`, which look at files (Oozie's FsELFunctions). All of them do input. */
import type { FileStatus } from '../../../../base/file-system/file-system.ts';
import type { FileSystems, ResolvedPath } from '../../../../base/file-system/file-systems.ts';
import { expressionError } from '../expression-error.ts';
import { elFunction } from './el-function.ts';

interface FileContext {
  readonly fileSystems: FileSystems;
}

/** What sizes are when there is no such file. */
const NO_SIZE = -1n;

/** Undefined for a relative path, at which nothing is. @throws HowdahError EL_ERROR */
function resolve({ fileSystems }: FileContext, uri: string): ResolvedPath | undefined {
  if (uri === '') throw expressionError('Can not create a Path from an empty string');
  const resolved = fileSystems.resolve(uri);
  if (resolved !== undefined) return resolved;
  const [, scheme, authority] = /^(?:([^:/]*):)?(\/\/)?/.exec(uri) ?? [];
  if (scheme === undefined && authority === undefined) return undefined;
  throw expressionError(
    `E0902: Exception occurred: [No FileSystem for scheme "${scheme ?? 'null'}"]`,
    { mend: `the schemes that this server reads are ${fileSystems.schemes.join(', ')}` },
  );
}

/** Runs a look-up; what the file system reports becomes an error of the expression. */
function look<Result>(
  context: FileContext,
  uri: string,
  whenRelative: Result,
  read: (resolved: ResolvedPath) => Result,
): Result {
  const resolved = resolve(context, uri);
  if (resolved === undefined) return whenRelative;
  try {
    return read(resolved);
  } catch (cause) {
    throw expressionError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What is at a URI; undefined for nothing, and for a relative path. */
export function statusOf(context: FileContext, uri: string): FileStatus | undefined {
  return look(context, uri, undefined, ({ fileSystem, path }) => fileSystem.statusNow(path));
}

/** A function of one path that does input. */
function fileFunction<Result extends boolean | bigint>(
  call: (context: FileContext, uri: string) => Result,
) {
  return elFunction(['text'], call, true);
}

export const fileFunctions = {
  /** Whether something is there, or matches the glob. */
  'fs:exists': fileFunction((context, uri) =>
    look(context, uri, false, ({ fileSystem, path }) => fileSystem.globNow(path, 1).length > 0),
  ),
  'fs:isDir': fileFunction((context, uri) => statusOf(context, uri)?.kind === 'directory'),
  /** The sizes of the files in a directory, not of those in directories below it. */
  'fs:dirSize': fileFunction((context, uri) =>
    look(context, uri, NO_SIZE, ({ fileSystem, path }) => {
      const status = fileSystem.statusNow(path);
      if (status?.kind !== 'directory') return NO_SIZE;
      const files = fileSystem.listNow(path).filter(({ kind }) => kind === 'file');
      return files.reduce((sum, { sizeBytes }) => sum + BigInt(sizeBytes), 0n);
    }),
  ),
  'fs:fileSize': fileFunction((context, uri) => {
    const status = statusOf(context, uri);
    return status === undefined ? NO_SIZE : BigInt(status.sizeBytes);
  }),
  'fs:blockSize': fileFunction((context, uri) => {
    const status = statusOf(context, uri);
    return status === undefined ? NO_SIZE : BigInt(status.blockSizeBytes);
  }),
} as const;

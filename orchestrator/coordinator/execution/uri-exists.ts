import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import type { UriExists } from '../materialise/materialised-action.ts';

/** Asks the file systems that are served. @throws HowdahError E0904 for a URI of another scheme */
export function uriExists(fileSystems: FileSystems): UriExists {
  return async (uri) => {
    const resolved = fileSystems.resolve(uri);
    if (resolved !== undefined) {
      return (await resolved.fileSystem.status(resolved.path)) !== undefined;
    }
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1];
    // Oozie would look from the directory in which it was started.
    if (scheme === undefined) return false;
    throw new HowdahError('E0904', [scheme, uri], {
      subject: uri,
      mend: `use one of ${fileSystems.schemes.join(', ')}, or map its name node to a directory`,
    });
  };
}

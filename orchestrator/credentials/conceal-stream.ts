/** Takes secrets out of what a process that still runs has written, for those who look at it. */
import { Transform } from 'node:stream';
import type { KnownSecrets } from './known-secrets.ts';

/** As many asterisks as bytes, as in the files that are concealed when the process has ended. */
export function concealStream(secrets: KnownSecrets): Transform {
  // The end of what came so far may be the beginning of a secret.
  let held = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = concealed(held + chunk.toString('latin1'), secrets);
      const keptFrom = Math.max(0, text.length - Math.max(0, secrets.longestBytes - 1));
      held = text.slice(keptFrom);
      done(null, Buffer.from(text.slice(0, keptFrom), 'latin1'));
    },
    flush(done) {
      done(null, Buffer.from(held, 'latin1'));
    },
  });
}

function concealed(text: string, secrets: KnownSecrets): string {
  let result = '';
  let end = 0;
  for (const { 0: found, index } of secrets.findInBytes(text)) {
    result += text.slice(end, index) + '*'.repeat(found.length);
    end = index + found.length;
  }
  return result + text.slice(end);
}

/**
 * `jobtype=pig`, `hive`, `sqoop` and `mapreduce`: a script instead of an app. Oozie 5 refuses
 * every one of them, since it takes the user's name, which it has put among the properties itself,
 * for one that users must not set. Its errors on the way there tell clients what they left out.
 */
import { HowdahError } from '../../../base/error/howdah-error.ts';

/** What Oozie makes an app of by itself, or would. */
export const scriptTypes: ReadonlySet<string> = new Set(['mapreduce', 'pig', 'hive', 'sqoop']);

/** By the name that is told, and the newer one; in the order in which they are asked for. */
const requiredProperties: readonly (readonly [name: string, newer?: string])[] = [
  ['yarn.resourcemanager.address'],
  ['fs.default.name', 'fs.defaultFS'],
  ['oozie.libpath'],
];

/** @returns E0803: of what is missing, or that it is refused */
export function scriptRefusal(properties: ReadonlyMap<string, string>): HowdahError {
  for (const [name, newer] of requiredProperties) {
    if (properties.has(name) || (newer !== undefined && properties.has(newer))) continue;
    return new HowdahError('E0803', [`${name} is not specified`], { subject: name });
  }
  const disallowed = new HowdahError('E0808', ['user.name']);
  return new HowdahError('E0803', [disallowed.codedMessage], {
    subject: 'jobtype',
    mend: 'submit an app with such an action instead of a script',
    cause: disallowed,
  });
}

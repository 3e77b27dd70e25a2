/** Who runs the command line: the name that it gives to servers. */
import { userInfo } from 'node:os';

/** What a token can hold of a name; see `Authenticator`. */
const nameable = /^[^&;"\\\p{Cc}\u{100}-\u{10ffff}]{1,255}$/u;

/** Undefined where the system has no name for the user, or one that no server takes. */
export function callerName(): string | undefined {
  try {
    const { username } = userInfo();
    return nameable.test(username) ? username : undefined;
  } catch {
    // A container may run as a user without an entry in the system's table.
    return undefined;
  }
}

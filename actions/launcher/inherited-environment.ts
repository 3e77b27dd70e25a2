/** What of the server's environment its actions' commands get. */

/**
 * The server's own settings, which may hold secrets, and what would make a Node.js program believe
 * that it is a child of the server.
 */
const PRIVATE_NAME = /^(HOWDAH_|NODE_CHANNEL_|NODE_UNIQUE_ID$|NODE_V8_COVERAGE$)/;

export type Environment = Readonly<Record<string, string>>;

/** @param environment the server's */
export function inheritedEnvironment(environment: NodeJS.ProcessEnv): Environment {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !PRIVATE_NAME.test(name)) inherited[name] = value;
  }
  return inherited;
}

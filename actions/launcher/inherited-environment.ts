/** What of the server's environment its actions' commands get. */

/** What every shell hands on; exported shell functions and the like would be of no use. */
const USUAL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The server's own settings, which may hold secrets, and what would make a Node.js program believe
 * that it is a child of the server, and what a shell keeps of where it is.
 */
const PRIVATE_NAME =
  /^(HOWDAH_.*|howdah_.*|NODE_CHANNEL_.*|NODE_UNIQUE_ID|NODE_V8_COVERAGE|PWD|OLDPWD|_)$/;

export type Environment = Readonly<Record<string, string>>;

/** @param environment the server's */
export function inheritedEnvironment(environment: NodeJS.ProcessEnv): Environment {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const isHandedOn = USUAL_NAME.test(name) && !PRIVATE_NAME.test(name);
    if (value !== undefined && isHandedOn) inherited[name] = value;
  }
  return inherited;
}

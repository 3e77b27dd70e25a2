/** The environment of a shell action's command. */
import type { ActionContext } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { childrenOf, type Element } from '../contract/element.ts';
import type { Environment } from '../launcher/inherited-environment.ts';

/** What every command can find the server's programs and its own action by. */
export interface ShellSurroundings {
  /** What is inherited from the server. */
  readonly inherited: Environment;
  /** The directory of `spark-submit.sh`. */
  readonly programDirectory: string;
}

/**
 * The inherited variables, overridden by the action's `env-var` elements. `.` and the directory
 * of the server's programs come first on PATH.
 *
 * @param configurationPath file with the action's configuration
 * @throws ActionError JA010 for an `env-var` that is not KEY=VALUE
 */
export function shellEnvironment(
  context: ActionContext,
  surroundings: ShellSurroundings,
  configurationPath: string,
): Record<string, string> {
  const environment: Record<string, string> = {
    ...surroundings.inherited,
    ...environmentVariables(context.element),
    OOZIE_ACTION_CONF_XML: configurationPath,
    HOWDAH_ACTION_ID: context.actionId,
    HOWDAH_JOB_ID: context.job.id,
  };
  const rest = environment.PATH;
  environment.PATH = `.:${surroundings.programDirectory}${rest ? `:${rest}` : ''}`;
  return environment;
}

function environmentVariables(element: Element): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { text } of childrenOf(element, 'env-var')) {
    const written = text.trim();
    const equals = written.indexOf('=');
    if (equals < 1 || equals === written.length - 1) {
      // The blank at the end is Oozie's.
      throw codedActionError('JA010', [
        `Wrong ENV format [${written}] in <env-var> , key=value format expected `,
      ]);
    }
    variables[written.slice(0, equals)] = written.slice(equals + 1);
  }
  return variables;
}

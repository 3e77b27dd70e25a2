/** Which credentials an action asks for, out of its workflow's definition. */
import { codedActionError } from '../../actions/contract/coded-action-error.ts';
import { childrenOf, childText, type Element } from '../../actions/contract/element.ts';
import { Evaluator } from '../definition/el/evaluator.ts';
import { submissionPhase } from '../definition/el/workflow-phases.ts';
import { submissionVariables } from '../definition/el/workflow-variables.ts';

export interface RequestedCredential {
  readonly name: string;
  readonly type: string;
  readonly properties: ReadonlyMap<string, string>;
}

const SKIP_PROPERTY = 'oozie.credentials.skip';

/**
 * As Oozie finds them: by name in whatever case, the names and values of their properties evaluated
 * with the job's variables and no function.
 *
 * @param names the action's `cred` attribute
 * @param credentials the workflow's `<credentials>`
 * @throws ActionError JA021 for a name that the workflow does not define
 * @throws HowdahError EL_ERROR
 */
export function requestedCredentials(
  names: string,
  credentials: Element | undefined,
  configuration: ReadonlyMap<string, string>,
): RequestedCredential[] {
  const defined = credentials === undefined ? [] : childrenOf(credentials, 'credential');
  const evaluator = new Evaluator(submissionPhase, undefined, submissionVariables(configuration));
  return splitNames(names).map((name) => {
    const element = defined.find((one) => isNamed(one, name));
    if (element === undefined) {
      const known = defined.map((one) => one.attributes.get('name')).join(', ');
      const mend = known === '' ? 'the workflow defines none' : `the workflow defines ${known}`;
      throw codedActionError('JA021', [name], { mend });
    }
    const type = element.attributes.get('type') ?? '';
    return { name, type, properties: propertiesOf(element, evaluator) };
  });
}

/**
 * `oozie.credentials.skip`: in the action's configuration, else the job's, else the server's.
 */
export function skipsCredentials(...layers: readonly ReadonlyMap<string, string>[]): boolean {
  const layer = layers.find((one) => one.has(SKIP_PROPERTY));
  return layer?.get(SKIP_PROPERTY)?.trim() === 'true';
}

function isNamed(credential: Element, name: string): boolean {
  return credential.attributes.get('name')?.toLowerCase() === name.toLowerCase();
}

function propertiesOf(
  credential: Element,
  evaluator: Evaluator<undefined>,
): ReadonlyMap<string, string> {
  const pairs = childrenOf(credential, 'property').map((property) => {
    const name = evaluator.evaluate(childText(property, 'name') ?? '');
    return [name, evaluator.evaluate(childText(property, 'value') ?? '')] as const;
  });
  return new Map(pairs);
}

function splitNames(names: string): string[] {
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

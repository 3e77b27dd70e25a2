/** Looks whether the data of an action are there. */
import { child } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { actionContext } from './action-scope.ts';
import { checkLogicalInputs } from './check-logical-inputs.ts';
import { checkPlainInputs } from './check-plain-inputs.ts';
import type { InputCheck, InputCheckRequest } from './input-check.ts';
import { resolveConfiguration } from './resolve-configuration.ts';

/**
 * Oozie's CoordActionInputCheckXCommand, without the waiting. URIs are asked for in order and only
 * up to the first that is missing.
 * @throws HowdahError E1006 for outputs of late instances; E1028 for input logic without sense
 */
export async function checkInputs(request: InputCheckRequest): Promise<InputCheck> {
  const { action, missing = '', facts } = request;
  const logic = child(action, 'input-logic');
  const context = actionContext(facts);
  const check =
    logic === undefined
      ? await checkPlainInputs(request, context)
      : await checkLogicalInputs(request, logic, context);
  if (!check.isMet) return { isMet: false, missing: check.missing ?? missing, action };
  try {
    const resolved = resolveConfiguration(check.action, facts, check.namedData);
    return { isMet: true, missing: check.missing, action: resolved };
  } catch (failure) {
    if (!(failure instanceof HowdahError)) throw failure;
    return { isMet: false, missing: check.missing, action, failure };
  }
}

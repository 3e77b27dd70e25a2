/** The declared parameters of a definition against the configuration of a job. */
import { type Problem, problem } from './problem.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

export interface CheckedParameters {
  /** The configuration with the defaults of parameters that it does not have. */
  readonly configuration: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/**
 * E0739 for a parameter without name, E0738 for required parameters that the configuration lacks,
 * as Oozie's ParameterVerifier reports them. Names and values are trimmed; an empty value in the
 * configuration counts as none; defaults are taken as written, expressions included.
 */
export function checkParameters(
  definition: Pick<WorkflowDefinition, 'parameters'>,
  configuration: ReadonlyMap<string, string>,
): CheckedParameters {
  const defaults = new Map<string, string>();
  const missing: string[] = [];
  for (const parameter of definition.parameters ?? []) {
    const name = parameter.name.trim();
    if (name === '') {
      const { position } = parameter;
      const mend = 'give it a name, or remove it';
      const details = { phase: 'parameters', position, mend } as const;
      return { configuration, problems: [problem('E0739', [], details)] };
    }
    if (defaults.has(name) || (configuration.get(name) ?? '') !== '') continue;
    if (parameter.value === undefined) missing.push(name);
    else defaults.set(name, parameter.value.trim());
  }
  const [first] = missing;
  if (first === undefined) {
    return { configuration: new Map([...configuration, ...defaults]), problems: [] };
  }
  const position = definition.parameters?.find((one) => one.name.trim() === first)?.position;
  const values = [...new Set(missing)].map((name) => `-D ${name}=…`);
  const found = problem('E0738', [missing.length, missing.join(', ')], {
    phase: 'parameters',
    position: position ?? { file: '', line: 1, column: 1 },
    mend: `give ${values.join(' ')}, or a <value> in the definition`,
  });
  return { configuration, problems: [found] };
}

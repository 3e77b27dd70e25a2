/** The schema check speaks of elements; for a YAML file its problems are told in YAML's words. */
import { type Problem, problem } from '../problem.ts';

export function toYamlTerms(found: Problem): Problem {
  if (found.code !== 'E0701') return found;
  const message = withoutTags(String(found.parameters[0] ?? ''));
  const mend = withoutTags(
    found.mend
      .replace(/write <\S+ (\S+)="…">/, 'add $1: …')
      .replace(/write <(\S+)\/>/, 'write $1: true'),
  );
  const { phase, position, node } = found;
  return problem('HOWDAH_YAML_SCHEMA', [message], { phase, position, node, mend });
}

function withoutTags(text: string): string {
  return text.replace(/<([\w.-]+)\/?>/g, '$1');
}

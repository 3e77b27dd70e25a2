import { firstProblem, problemError } from '../definition/problem.ts';
import { readWorkflow } from '../definition/read-workflow.ts';
import type { WorkflowDefinition } from '../definition/workflow-definition.ts';

/** Definitions kept by content; an installation runs far fewer apps than jobs. */
const DEFINITIONS_MAX = 500;

/** Stored definitions were accepted under the limit of their day. */
const STORED_SIZE_BYTES_MAX = Number.MAX_SAFE_INTEGER;

/** Definitions by the hash of their text: what was read once is not read again. */
export class DefinitionCache {
  readonly #definitions = new Map<string, WorkflowDefinition>();

  get(hash: string): WorkflowDefinition | undefined {
    const definition = this.#definitions.get(hash);
    if (definition !== undefined) {
      // Put last: the first is the one that was not used for longest.
      this.#definitions.delete(hash);
      this.#definitions.set(hash, definition);
    }
    return definition;
  }

  put(hash: string, definition: WorkflowDefinition): void {
    this.#definitions.set(hash, definition);
    if (this.#definitions.size <= DEFINITIONS_MAX) return;
    for (const oldest of this.#definitions.keys()) {
      this.#definitions.delete(oldest);
      return;
    }
  }

  /** Reads a definition that was accepted before. */
  read(hash: string, text: string, format: 'xml' | 'yaml'): WorkflowDefinition {
    const known = this.get(hash);
    if (known !== undefined) return known;
    const limits = { sizeBytesMax: STORED_SIZE_BYTES_MAX };
    const { definition, problems } = readWorkflow(text, {
      file: `workflow.${format}`,
      format,
      limits,
    });
    if (definition === undefined) {
      const problem = firstProblem(problems);
      throw problem ? problemError(problem) : new Error(`definition ${hash} cannot be read`);
    }
    this.put(hash, definition);
    return definition;
  }
}

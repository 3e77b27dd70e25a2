/**
 * A phase of evaluation: which functions and constants an expression may use at one point of a
 * job's life. Oozie calls it a group of its ELService. Phases are data; a coordinator's are added
 * by listing their functions.
 */
import type { ElValue } from './evaluation/el-value.ts';
import { CACHED_CHARACTERS_MAX, CACHED_TEMPLATES_MAX } from './expression-limits.ts';
import type { ElFunction, ElFunctions } from './functions/el-function.ts';
import { compileTemplate, type Template } from './template.ts';

export interface PhaseContent<Context> {
  /** Oozie's name of the group. */
  readonly name: string;
  readonly functions?: Readonly<Record<string, ElFunction<Context>>>;
  readonly constants?: Readonly<Record<string, ElValue>>;
}

/** @template Context what its functions are given */
export class Phase<Context> {
  readonly name: string;
  readonly functions: ElFunctions<Context>;
  readonly constants: ReadonlyMap<string, ElValue>;
  readonly #templates = new Map<string, Template<Context>>();
  #cachedCharacters = 0;

  constructor({ name, functions = {}, constants = {} }: PhaseContent<Context>) {
    this.name = name;
    this.functions = new Map(Object.entries(functions));
    this.constants = new Map(Object.entries(constants));
  }

  /**
   * The text compiled for this phase; kept, up to a bound, as the same texts come again and again.
   * @throws HowdahError EL_ERROR
   */
  template(text: string): Template<Context> {
    const known = this.#templates.get(text);
    if (known !== undefined) return known;
    const template = compileTemplate(text, this.functions);
    // A text without expressions costs nothing to read again.
    if (template.marker !== undefined) this.#keep(template);
    return template;
  }

  /** Forgets in the order of arrival; what is still used is soon back. */
  #keep(template: Template<Context>): void {
    const { length } = template.text;
    if (length > CACHED_CHARACTERS_MAX) return;
    this.#templates.set(template.text, template);
    this.#cachedCharacters += length;
    for (const oldest of this.#templates.keys()) {
      const isWithinBounds =
        this.#templates.size <= CACHED_TEMPLATES_MAX &&
        this.#cachedCharacters <= CACHED_CHARACTERS_MAX;
      if (isWithinBounds) return;
      this.#templates.delete(oldest);
      this.#cachedCharacters -= oldest.length;
    }
  }
}

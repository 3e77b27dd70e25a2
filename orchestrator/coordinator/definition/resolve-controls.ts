/** The `controls` of a coordinator, with a server's defaults where they say nothing. */
import { child, type Element } from '../../../actions/contract/element.ts';
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import { attributePhase, waitPhase } from '../../definition/el/coordinator-phases.ts';
import { type CoordinatorControls, executionOrders } from './coordinator-definition.ts';
import { mapChildren } from './edit-element.ts';
import { notAnInteger, parseJavaInteger } from './java-integer.ts';
import type { SubmissionScope } from './submission-scope.ts';

export interface ResolvedControls {
  readonly root: Element;
  /** Of use only if no problem was reported. */
  readonly controls: CoordinatorControls;
}

/** Evaluates the texts and reads them; reports E1003 and E1004. */
export function resolveControls(app: Element, scope: SubmissionScope): ResolvedControls {
  const reader = new ControlsReader(app, scope);
  // In Oozie's order, which is not that of the schema.
  const timeoutMinutes = reader.timeout();
  const concurrency = reader.integer('concurrency') ?? scope.settings.concurrencyDefault;
  const throttle = reader.throttle();
  const execution = reader.execution();
  return { root: reader.root, controls: { timeoutMinutes, concurrency, throttle, execution } };
}

class ControlsReader {
  root: Element;
  readonly #scope: SubmissionScope;

  constructor(root: Element, scope: SubmissionScope) {
    this.root = root;
    this.#scope = scope;
  }

  timeout(): number {
    const { timeoutDefaultMinutes, timeoutMaxMinutes } = this.#scope.settings;
    const context = this.#scope.frequencyContext();
    const resolved = this.#resolve('timeout', (element) =>
      this.#scope.resolveText(element, waitPhase, context),
    );
    if (resolved === undefined || resolved.text === '') return timeoutDefaultMinutes;
    const count = parseJavaInteger(resolved.text);
    if (count === undefined) {
      this.#refuse(notAnInteger(resolved.text), resolved.position, 'write a number of minutes');
      return timeoutDefaultMinutes;
    }
    const minutes = count * (unitMinutes[context.unit ?? 'MINUTE'] ?? 1);
    return minutes < 0 || minutes > timeoutMaxMinutes ? timeoutMaxMinutes : minutes;
  }

  throttle(): number {
    const { throttleDefault, throttleMax } = this.#scope.settings;
    const throttle = this.integer('throttle') ?? throttleDefault;
    return throttle > throttleMax || throttle < 1 ? throttleMax : throttle;
  }

  execution(): CoordinatorControls['execution'] {
    const resolved = this.#resolveAttributeText('execution');
    if (resolved === undefined || resolved.text === '') return 'FIFO';
    const order = executionOrders.find((one) => one === resolved.text);
    if (order !== undefined) return order;
    const found = 'No enum constant org.apache.oozie.client.CoordinatorJob.Execution';
    const mend = `write one of ${executionOrders.join(', ')}`;
    this.#refuse(`${found}.${resolved.text}`, resolved.position, mend);
    return 'FIFO';
  }

  /** Undefined without the element, and for an empty one. */
  integer(name: 'concurrency' | 'throttle'): number | undefined {
    const resolved = this.#resolveAttributeText(name);
    if (resolved === undefined || resolved.text === '') return undefined;
    const value = parseJavaInteger(resolved.text);
    if (value === undefined) {
      const found = `parameter [${name}] = [${resolved.text}]  must be an integer.`;
      const cause = `Parsing error ${notAnInteger(resolved.text)}`;
      this.#refuse(`${found} ${cause}`, resolved.position, 'write a whole number');
    }
    return value;
  }

  #resolveAttributeText(name: string): Element | undefined {
    const { context } = this.#scope;
    return this.#resolve(name, (element) =>
      this.#scope.resolveText(element, attributePhase, context),
    );
  }

  /** The evaluated element; undefined if there is none, or if evaluating it failed. */
  #resolve(name: string, change: (element: Element) => Element): Element | undefined {
    const before = this.#scope.problems.length;
    this.root = mapChildren(this.root, 'controls', (controls) =>
      mapChildren(controls, name, change),
    );
    if (this.#scope.problems.length > before) return undefined;
    const controls = child(this.root, 'controls');
    return controls && child(controls, name);
  }

  #refuse(found: string, position: SourcePosition, mend: string): void {
    this.#scope.report('E1003', [found], position, mend);
  }
}

/** Minutes of the units that `coord:days` and its kin give a timeout. */
const unitMinutes: Readonly<Record<string, number>> = {
  MINUTE: 1,
  DAY: 24 * 60,
  MONTH: 30 * 24 * 60,
};

/** What the steps of reading a coordinator share: the job's properties, and the problems found. */
import type { Element } from '../../../actions/contract/element.ts';
import type { ErrorCode } from '../../../base/error/error-table.ts';
import { HowdahError, type SourcePosition } from '../../../base/error/howdah-error.ts';
import type {
  CoordinatorElContext,
  EchoElContext,
  FrequencyElContext,
} from '../../definition/el/coordinator-el-context.ts';
import type { Phase } from '../../definition/el/phase.ts';
import { submissionVariables } from '../../definition/el/workflow-variables.ts';
import { type Problem, problem } from '../../definition/problem.ts';
import { parseOozieTime } from '../time/oozie-time.ts';
import { type ProcessingTimeZone, processingTimeZone } from '../time/processing-time-zone.ts';
import { timeZone } from '../time/time-zone.ts';
import type { CoordinatorSettings } from './coordinator-settings.ts';
import { withAttributes, withText } from './edit-element.ts';
import { evaluateAndWrap } from './evaluate-and-wrap.ts';

export class SubmissionScope {
  readonly settings: CoordinatorSettings;
  readonly processing: ProcessingTimeZone;
  readonly problems: Problem[] = [];
  /** The names of the events, filled as they are read. */
  readonly dataNames = new Map<string, 'data-in' | 'data-out'>();
  readonly #properties: ReadonlyMap<string, string>;

  constructor(configuration: ReadonlyMap<string, string>, settings: CoordinatorSettings) {
    this.settings = settings;
    this.processing = processingTimeZone(settings.processingTimeZone);
    this.#properties = submissionVariables(configuration);
  }

  get context(): CoordinatorElContext {
    return {
      properties: this.#properties,
      processing: this.processing,
      hadoopProperty: () => undefined,
    };
  }

  /** A fresh one for each frequency, which sets the unit of no other. */
  frequencyContext(): FrequencyElContext {
    return { ...this.context, unit: undefined, endOf: undefined };
  }

  echoContext(): EchoElContext {
    return { ...this.context, dataNames: this.dataNames, isEchoed: false };
  }

  report(
    code: ErrorCode,
    parameters: readonly string[],
    position: SourcePosition,
    mend: string,
  ): void {
    this.problems.push(problem(code, parameters, { phase: 'graph', position, mend }));
  }

  /** The value of a text in a phase; undefined, and E1004 reported, if it cannot be had. */
  evaluate<Context extends object>(
    text: string,
    phase: Phase<Context>,
    context: NoInfer<Context>,
    position: SourcePosition,
  ): string | undefined {
    try {
      return evaluateAndWrap(text, phase, context, this.#properties);
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      this.report('E1004', [error.codedMessage], position, error.mend ?? 'mend the expression');
      return undefined;
    }
  }

  /** The element with one attribute evaluated; as it was without it, or when that fails. */
  resolveAttribute<Context extends object>(
    element: Element,
    name: string,
    phase: Phase<Context>,
    context: NoInfer<Context>,
  ): Element {
    const text = element.attributes.get(name);
    if (text === undefined) return element;
    const position = attributePosition(element, name);
    const value = this.evaluate(text.trim(), phase, context, position);
    return value === undefined ? element : withAttributes(element, { [name]: value });
  }

  /** The element with its own text evaluated. */
  resolveText<Context extends object>(
    element: Element,
    phase: Phase<Context>,
    context: NoInfer<Context>,
  ): Element {
    const value = this.evaluate(element.text.trim(), phase, context, element.position);
    return value === undefined ? element : withText(element, value);
  }

  /** Milliseconds of a time; undefined, and E1003 reported, for what is none. */
  readTime(text: string, name: string, position: SourcePosition): number | undefined {
    const { processing } = this;
    const parsed = parseOozieTime(text, processing);
    if ('timeMs' in parsed) return parsed.timeMs;
    const expected = `must be Date in ${processing.zone.id} format (${processing.mask})`;
    const cause = `Parsing error java.text.ParseException: ${parsed.message}`;
    const mend = `write it as 2026-01-31T08:00${processing.suffix}, without seconds`;
    this.report('E1003', [`parameter [${name}] = [${text}] ${expected}. ${cause}`], position, mend);
    return undefined;
  }

  /** Whether there is such a zone; E1003 reported for what is none. */
  checkTimeZone(id: string, position: SourcePosition): boolean {
    if (timeZone(id) !== undefined) return true;
    const cause = `Parsing error Invalid TimeZone: ${id}`;
    const found = `parameter [timezone] = [${id}] must be a valid TZ. ${cause}`;
    const mend = 'write UTC, a region such as America/New_York, or an offset such as GMT+05:30';
    this.report('E1003', [found], position, mend);
    return false;
  }
}

export function attributePosition(element: Element, name: string): SourcePosition {
  return element.attributePositions?.get(name) ?? element.position;
}

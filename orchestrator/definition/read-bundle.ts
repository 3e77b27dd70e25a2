/** Reads bundles, XML and YAML: text and configuration in, definition and problems out. */
import { child, childrenOf, childText, type Element } from '../../actions/contract/element.ts';
import type { ErrorCode } from '../../base/error/error-table.ts';
import { HowdahError, type SourcePosition } from '../../base/error/howdah-error.ts';
import { parseOozieTime } from '../coordinator/time/oozie-time.ts';
import { processingTimeZone } from '../coordinator/time/processing-time-zone.ts';
import type { BundleDefinition, BundledCoordinator } from './bundle-definition.ts';
import { checkParameters } from './check-parameters.ts';
import { type DefinitionLimits, defaultDefinitionLimits } from './definition-limits.ts';
import { bundlePhase } from './el/coordinator-phases.ts';
import { Evaluator } from './el/evaluator.ts';
import { submissionPhase } from './el/workflow-phases.ts';
import { submissionVariables } from './el/workflow-variables.ts';
import { firstProblem, type Problem, problem, problemError } from './problem.ts';
import { readParameters } from './read-parameters.ts';
import { type DefinitionFormat, detectFormat } from './read-workflow.ts';
import { readXml } from './xml/read-xml.ts';
import { validateDocument } from './xml/validate-document.ts';
import { writePrettyXml } from './xml/write-xml.ts';
import { readYamlBundle } from './yaml/read-yaml-coordinator.ts';

export interface BundleReadOptions {
  /** The name that positions carry. */
  readonly file: string;
  readonly format?: DefinitionFormat | undefined;
  /** `oozie.processing.timezone` */
  readonly processingTimeZone?: string | undefined;
}

export interface ReadBundle {
  /** Undefined when there is an error. */
  readonly definition: BundleDefinition | undefined;
  /** The job's configuration with the defaults of the declared parameters. */
  readonly configuration: ReadonlyMap<string, string>;
  /** In Oozie's order. */
  readonly problems: readonly Problem[];
}

/** Bundles have no limit in Oozie; this one bounds the work. */
const LIMITS: DefinitionLimits = { ...defaultDefinitionLimits, sizeBytesMax: 1_000_000 };

/**
 * Reads, evaluates and checks all that Oozie does at submission, but for the apps of the
 * coordinators. What Oozie finds after the schema check it wraps in E1310.
 */
export function readBundle(
  text: string,
  configuration: ReadonlyMap<string, string>,
  options: BundleReadOptions,
): ReadBundle {
  const { root, problems } = readTree(text, options);
  if (root === undefined || problems.length > 0) {
    return { definition: undefined, configuration, problems };
  }
  const reader = new BundleReader(root, configuration, options);
  const definition = reader.read();
  return { definition, configuration: reader.configuration, problems: reader.problems };
}

/** The definition, or the first error in Oozie's order. @throws HowdahError */
export function requireBundle({ definition, problems }: ReadBundle): BundleDefinition {
  const first = firstProblem(problems);
  if (first !== undefined) throw problemError(first);
  if (definition === undefined) throw new Error('a bundle without errors was not read');
  return definition;
}

function readTree(
  text: string,
  { file, format = detectFormat(file, text) }: BundleReadOptions,
): { readonly root: Element | undefined; readonly problems: readonly Problem[] } {
  const position = { file, line: 1, column: 1 };
  if (Buffer.byteLength(text) > LIMITS.sizeBytesMax) {
    const mend = `at most ${LIMITS.sizeBytesMax} bytes are read`;
    const details = { phase: 'schema', position, mend } as const;
    return { root: undefined, problems: [problem('E0701', ['it is too long'], details)] };
  }
  if (format === 'yaml') return readYamlBundle(text, file, LIMITS);
  const document = readXml(text, file, LIMITS);
  const problems = validateDocument(document).map(wrapDoctype);
  const { root } = document;
  if (root === undefined || problems.length > 0 || root.name === 'bundle-app') {
    return { root, problems };
  }
  const details = {
    phase: 'schema',
    position: root.position,
    mend: 'begin with <bundle-app>',
  } as const;
  const found = problem('E0701', [`<${root.name}> is no bundle`], details);
  return { root: undefined, problems: [found] };
}

/** A DOCTYPE is found after the schema check, so it is wrapped as all that comes after. */
function wrapDoctype(found: Problem): Problem {
  if (found.code !== 'E0700') return found;
  const { phase, position, mend } = found;
  return problem('E1310', found.parameters, { phase, position, mend });
}

class BundleReader {
  readonly problems: Problem[] = [];
  readonly configuration: ReadonlyMap<string, string>;
  readonly #root: Element;
  readonly #options: BundleReadOptions;
  readonly #variables: ReadonlyMap<string, string>;

  constructor(
    root: Element,
    configuration: ReadonlyMap<string, string>,
    options: BundleReadOptions,
  ) {
    this.#root = root;
    this.#options = options;
    const parameters = readParameters(child(root, 'parameters'));
    const checked = checkParameters({ parameters }, configuration);
    this.configuration = checked.configuration;
    this.#variables = submissionVariables(checked.configuration);
    for (const one of checked.problems) {
      this.#report(one.code, one.parameters.map(String), one.position, one.mend);
    }
  }

  read(): BundleDefinition | undefined {
    const resolved = this.#resolve();
    if (resolved === undefined) return undefined;
    const { element, xml } = resolved;
    const coordinators = this.#readCoordinators(element);
    const name = this.#readName();
    const kickOffMs = this.#readKickOff(element);
    if (this.problems.length > 0 || name === undefined) return undefined;
    return { name, namespace: element.namespace, kickOffMs, coordinators, element, xml };
  }

  /** The whole document is one text with expressions. */
  #resolve(): { readonly element: Element; readonly xml: string } | undefined {
    const context = { properties: this.#variables };
    const { position } = this.#root;
    try {
      const evaluator = new Evaluator(bundlePhase, context, this.#variables);
      const xml = evaluator.evaluate(writePrettyXml(this.#root));
      const { root, problems } = readXml(xml, this.#options.file, LIMITS);
      if (root !== undefined) return { element: root, xml };
      const found = String(problems[0]?.parameters[0] ?? '');
      this.#report('E1301', [found], position, 'a value holds < or &: write &lt; or &amp;');
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      const mend = error.mend ?? 'give the property when submitting: -D name=value';
      this.#report('E1004', [error.message], position, mend);
    }
    return undefined;
  }

  #readCoordinators(bundle: Element): BundledCoordinator[] {
    const names = new Set<string>();
    return childrenOf(bundle, 'coordinator').flatMap((element, index) => {
      // Positions are those of what was written.
      const { position } = childrenOf(this.#root, 'coordinator')[index] ?? element;
      const written = element.attributes.get('name');
      if (written === undefined) {
        this.#report('E1305', [], position, 'give the coordinator a name');
        return [];
      }
      const name = this.#evaluateName(written, this.configuration, position) ?? written;
      if (names.has(name)) {
        const shown = `[Attribute: name="${written}"]`;
        this.#report('E1304', [shown], position, 'rename one of them');
      }
      names.add(name);
      return [this.#readCoordinator(name, element, position)];
    });
  }

  #readCoordinator(name: string, element: Element, position: SourcePosition): BundledCoordinator {
    const appPath = child(element, 'app-path')?.text ?? '';
    const configuration = new Map(this.configuration);
    const own = child(element, 'configuration');
    for (const property of own === undefined ? [] : childrenOf(own, 'property')) {
      const key = childText(property, 'name');
      const value = childText(property, 'value');
      if (key !== undefined && value !== undefined) configuration.set(key, value);
    }
    configuration.set('oozie.coord.application.path', appPath);
    const enabled = element.attributes.get('enabled');
    const isEnabled =
      enabled === undefined ||
      this.#evaluateName(enabled, configuration, position)?.toLowerCase() === 'true';
    const isCritical = element.attributes.get('critical')?.toLowerCase() === 'true';
    return { name, isEnabled, isCritical, appPath, configuration };
  }

  /** Variables only; E1321 is reported when that fails. */
  #evaluateName(
    text: string,
    configuration: ReadonlyMap<string, string>,
    position: SourcePosition,
  ): string | undefined {
    try {
      const variables = submissionVariables(configuration);
      return new Evaluator(submissionPhase, undefined, variables).evaluate(text);
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      this.#report('E1321', [error.message], position, error.mend ?? 'mend the expression');
      return undefined;
    }
  }

  #readName(): string | undefined {
    const text = this.#root.attributes.get('name') ?? '';
    try {
      return new Evaluator(submissionPhase, undefined, this.#variables).evaluate(text);
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      const mend = error.mend ?? 'mend the expression';
      this.#report('E1301', [error.message], this.#root.position, mend);
      return undefined;
    }
  }

  #readKickOff(bundle: Element): number | undefined {
    const controls = child(bundle, 'controls');
    const text = controls && child(controls, 'kick-off-time')?.text;
    if (text === undefined || text === '') return undefined;
    const processing = processingTimeZone(this.#options.processingTimeZone ?? 'UTC');
    const parsed = parseOozieTime(text, processing);
    if ('timeMs' in parsed) return parsed.timeMs;
    const position = child(this.#root, 'controls')?.position ?? this.#root.position;
    this.#report('E1301', [parsed.message], position, 'write it as 2026-01-31T08:00Z');
    return undefined;
  }

  /** As Oozie does it: with a code of its own around the one that says what is wrong. */
  #report(
    code: ErrorCode,
    parameters: readonly string[],
    position: SourcePosition,
    mend: string,
  ): void {
    const inner = new HowdahError(code, parameters);
    const details = { phase: 'graph', position, mend } as const;
    this.problems.push(problem('E1310', [inner.codedMessage], details));
  }
}

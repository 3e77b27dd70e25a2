/**
 * Reads coordinators, XML and YAML: text and the job's configuration in, definition and problems
 * out. Pure: files that the definition includes are passed in.
 */
import { child, type Element } from '../../../actions/contract/element.ts';
import { checkParameters } from '../../definition/check-parameters.ts';
import {
  type DefinitionLimits,
  defaultDefinitionLimits,
} from '../../definition/definition-limits.ts';
import { firstProblem, type Problem, problem, problemError } from '../../definition/problem.ts';
import { readParameters } from '../../definition/read-parameters.ts';
import { type DefinitionFormat, detectFormat } from '../../definition/read-workflow.ts';
import { readXml } from '../../definition/xml/read-xml.ts';
import { validateDocument } from '../../definition/xml/validate-document.ts';
import { readYamlCoordinator } from '../../definition/yaml/read-yaml-coordinator.ts';
import type { CoordinatorDefinition } from './coordinator-definition.ts';
import { CoordinatorResolution } from './coordinator-resolution.ts';
import { type CoordinatorSettings, defaultCoordinatorSettings } from './coordinator-settings.ts';
import type { IncludedFiles } from './include-datasets.ts';

export interface CoordinatorReadOptions {
  /** The name that positions carry. */
  readonly file: string;
  /** Taken from the file's name, else from the text, if it is not given. */
  readonly format?: DefinitionFormat | undefined;
  readonly settings?: CoordinatorSettings | undefined;
  /** Texts of included dataset files by their URI as `missingIncludes` names them. */
  readonly includes?: IncludedFiles | undefined;
  /** The name that a bundle gives the coordinator; then version 0.1 is refused (E1319). */
  readonly bundledAs?: string | undefined;
}

export interface ReadCoordinator {
  /** Undefined when there is an error, or an included file is missing. */
  readonly definition: CoordinatorDefinition | undefined;
  /** The job's configuration with the defaults of the declared parameters. */
  readonly configuration: ReadonlyMap<string, string>;
  /** In Oozie's order; `firstProblem` gives the one that Oozie would answer. */
  readonly problems: readonly Problem[];
  /** Read these, and call again with them all in `includes`. */
  readonly missingIncludes: readonly string[];
}

/** Definitions of coordinators have no limit in Oozie; this one bounds the work. */
const SIZE_BYTES_MAX = 1_000_000;

const LIMITS: DefinitionLimits = { ...defaultDefinitionLimits, sizeBytesMax: SIZE_BYTES_MAX };

/** Reads, evaluates and checks all that Oozie does at submission. Never throws for bad input. */
export function readCoordinator(
  text: string,
  configuration: ReadonlyMap<string, string>,
  options: CoordinatorReadOptions,
): ReadCoordinator {
  const { root, problems, cronClock = 'processing' } = readTree(text, options);
  if (root === undefined || problems.length > 0) {
    return { definition: undefined, configuration, problems, missingIncludes: [] };
  }
  const bundleProblem = checkBundledNamespace(root, options);
  const parameters = readParameters(child(root, 'parameters'));
  const checked = checkParameters({ parameters }, configuration);
  const early = [...bundleProblem, ...checked.problems];
  const { settings = defaultCoordinatorSettings, includes = new Map(), bundledAs } = options;
  const details = { settings, includes, bundledAs, cronClock };
  const resolution = new CoordinatorResolution(root, checked.configuration, details);
  const all = [...early, ...resolution.problems];
  const hasErrors = firstProblem(all) !== undefined || resolution.missingIncludes.length > 0;
  return {
    definition: hasErrors ? undefined : resolution.definition(),
    configuration: checked.configuration,
    problems: all,
    missingIncludes: resolution.missingIncludes,
  };
}

/** The definition, or the first error in Oozie's order. @throws HowdahError */
export function requireCoordinator({
  definition,
  problems,
}: ReadCoordinator): CoordinatorDefinition {
  const first = firstProblem(problems);
  if (first !== undefined) throw problemError(first);
  if (definition === undefined) throw new Error('included files were not read');
  return definition;
}

interface Tree {
  readonly root: Element | undefined;
  readonly problems: readonly Problem[];
  readonly cronClock?: 'processing' | 'local';
}

function readTree(text: string, options: CoordinatorReadOptions): Tree {
  const { file, format = detectFormat(file, text) } = options;
  const position = { file, line: 1, column: 1 };
  if (Buffer.byteLength(text) > SIZE_BYTES_MAX) {
    const mend = `at most ${SIZE_BYTES_MAX} bytes are read`;
    const details = { phase: 'schema', position, mend } as const;
    return { root: undefined, problems: [problem('E0701', ['it is too long'], details)] };
  }
  if (format === 'yaml') return readYamlCoordinator(text, file, LIMITS);
  const document = readXml(text, file, LIMITS);
  const problems = validateDocument(document);
  const { root } = document;
  if (root === undefined || problems.length > 0 || root.name === 'coordinator-app') {
    return { root, problems };
  }
  const mend = 'begin with <coordinator-app>';
  const details = { phase: 'schema', position: root.position, mend } as const;
  return {
    root: undefined,
    problems: [problem('E0701', [`<${root.name}> is no coordinator`], details)],
  };
}

function checkBundledNamespace(root: Element, { bundledAs }: CoordinatorReadOptions): Problem[] {
  if (bundledAs === undefined || root.namespace !== 'uri:oozie:coordinator:0.1') return [];
  const found =
    'bundle app can not submit coordinator namespace uri:oozie:coordinator:0.1, ' +
    'please use 0.2 or later';
  const mend = 'write uri:oozie:coordinator:0.5';
  return [problem('E1319', [found], { phase: 'document', position: root.position, mend })];
}

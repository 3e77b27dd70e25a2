/**
 * Reads workflow definitions, XML and YAML: text in, graph and problems out. Pure: no files, no
 * clock, no settings but those that are passed in.
 */
import type { Element } from '../../actions/contract/element.ts';
import { checkSize } from './check-size.ts';
import { type DefinitionLimits, defaultDefinitionLimits } from './definition-limits.ts';
import { buildWorkflow } from './graph/build-workflow.ts';
import { checkBrokenGraph } from './graph/check-broken-graph.ts';
import type { ClusterDefaults } from './graph/check-cluster-elements.ts';
import { checkGraph, type GraphOptions } from './graph/check-graph.ts';
import { comparePositions, type Problem, problem } from './problem.ts';
import type { Parameter, WorkflowDefinition } from './workflow-definition.ts';
import { readXml } from './xml/read-xml.ts';
import { validateDocument } from './xml/validate-document.ts';
import { readYamlTree } from './yaml/read-yaml-tree.ts';

export type DefinitionFormat = 'xml' | 'yaml';

export interface ReadOptions {
  /** The name that positions carry. */
  readonly file: string;
  /** Taken from the file's name, else from the text, if it is not given. */
  readonly format?: DefinitionFormat | undefined;
  readonly limits?: Partial<DefinitionLimits> | undefined;
  /** What actions get that name no name node or job tracker; undefined demands nothing. */
  readonly clusterDefaults?: ClusterDefaults | undefined;
}

export interface ReadWorkflow {
  /** Undefined when there is an error. */
  readonly definition: WorkflowDefinition | undefined;
  /** What could be read of it, with errors or without; undefined when that is nothing. */
  readonly draft: WorkflowDefinition | undefined;
  /** The declared parameters, of a definition with errors too; undefined if it has none. */
  readonly parameters: readonly Parameter[] | undefined;
  /** In Oozie's order within a phase; `firstProblem` gives the one that Oozie would answer. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a definition and checks all that does not need the graph as a whole: size, syntax,
 * grammar, duplicate names. Of a definition with errors also the targets of transitions are
 * checked, so that one run tells as much as it can. Never throws.
 */
export function readWorkflow(text: string, options: ReadOptions): ReadWorkflow {
  const limits = { ...defaultDefinitionLimits, ...options.limits };
  const problems = checkSize(text, options.file, limits);
  if (problems.length > 0) return unreadable(problems);
  const { root, problems: schemaProblems } = readTree(text, options, limits);
  if (root === undefined) return unreadable(schemaProblems);
  const built = buildWorkflow(root, options.clusterDefaults);
  const { definition } = built;
  const { parameters } = definition;
  if (schemaProblems.length === 0 && built.problems.length === 0) {
    return { definition, draft: definition, parameters, problems: [] };
  }
  const graphProblems = checkBrokenGraph(root, built, schemaProblems.length > 0);
  const all = [...schemaProblems, ...graphProblems];
  return { definition: undefined, draft: definition, parameters, problems: all };
}

function unreadable(problems: readonly Problem[]): ReadWorkflow {
  return { definition: undefined, draft: undefined, parameters: undefined, problems };
}

/** Everything that is wrong or doubtful, in the order of the file: for `howdah validate`. */
export function validateWorkflowText(text: string, options: ReadOptions & GraphOptions): Problem[] {
  const { definition, problems } = readWorkflow(text, options);
  const all =
    definition === undefined ? problems : [...problems, ...checkGraph(definition, options)];
  return all.toSorted((left, right) => comparePositions(left.position, right.position));
}

/** `yaml` for `.yaml` and `.yml`, `xml` for `.xml`, else by what the text begins with. */
export function detectFormat(file: string, text: string): DefinitionFormat {
  if (/\.ya?ml$/i.test(file)) return 'yaml';
  if (/\.xml$/i.test(file)) return 'xml';
  return /^\s*</.test(text) ? 'xml' : 'yaml';
}

interface ReadTree {
  readonly root: Element | undefined;
  readonly problems: readonly Problem[];
}

function readTree(text: string, options: ReadOptions, limits: DefinitionLimits): ReadTree {
  const { file, format = detectFormat(file, text) } = options;
  if (format === 'yaml') return readYamlTree(text, file, limits);
  const document = readXml(text, file, limits);
  const problems = validateDocument(document);
  const { root } = document;
  if (root === undefined || problems.length > 0) return { root, problems };
  return root.name === 'workflow-app'
    ? { root, problems }
    : { root: undefined, problems: [notAWorkflow(root)] };
}

/** For a document that is valid by the schemas, but not the definition of a workflow. */
function notAWorkflow(root: Element): Problem {
  return problem('E0701', [`<${root.name}> is no workflow`], {
    phase: 'schema',
    position: root.position,
    mend: 'begin with <workflow-app>',
  });
}

/** Every action type that definitions may name. A new type is added here and nowhere else. */
import type {
  ActionGrammar,
  ElementGrammar,
  ElementParticle,
  VersionRange,
} from '../../../actions/contract/grammar.ts';
import { one } from '../../../actions/contract/grammar.ts';
import { distcpGrammar } from '../../../actions/distcp/grammar.ts';
import { emailGrammar, workflowEmailElement } from '../../../actions/email/grammar.ts';
import { fsGrammar } from '../../../actions/fs/grammar.ts';
import { functionGrammar } from '../../../actions/function/grammar.ts';
import { gitGrammar } from '../../../actions/git/grammar.ts';
import { hiveGrammar } from '../../../actions/hive/grammar.ts';
import { hive2Grammar } from '../../../actions/hive2/grammar.ts';
import { javaGrammar } from '../../../actions/java/grammar.ts';
import { mapReduceGrammar } from '../../../actions/map-reduce/grammar.ts';
import { pigGrammar } from '../../../actions/pig/grammar.ts';
import { shellGrammar } from '../../../actions/shell/grammar.ts';
import { sparkGrammar } from '../../../actions/spark/grammar.ts';
import { sqoopGrammar } from '../../../actions/sqoop/grammar.ts';
import { sshGrammar, workflowSshElement } from '../../../actions/ssh/grammar.ts';
import { subWorkflowGrammar } from '../../../actions/sub-workflow/grammar.ts';
import { legacyHttpElement } from './legacy-http-element.ts';

const grammars: readonly ActionGrammar[] = [
  distcpGrammar,
  emailGrammar,
  fsGrammar,
  functionGrammar,
  gitGrammar,
  hiveGrammar,
  hive2Grammar,
  javaGrammar,
  mapReduceGrammar,
  pigGrammar,
  shellGrammar,
  sparkGrammar,
  sqoopGrammar,
  sshGrammar,
  subWorkflowGrammar,
];

export const actionGrammars: ReadonlyMap<string, ActionGrammar> = new Map(
  grammars.map((grammar) => [grammar.type, grammar]),
);

/** An action element in the workflow's own namespace. */
export interface WorkflowActionElement extends VersionRange {
  readonly element: ElementGrammar;
  /** Whether the schema declares it globally, so that it can be the root of a document. */
  readonly isGlobal: boolean;
}

const workflowActionElements: readonly WorkflowActionElement[] = [
  { element: mapReduceGrammar.element, isGlobal: true },
  { element: pigGrammar.element, isGlobal: true },
  { element: workflowSshElement, isGlobal: true, until: '0.1' },
  { element: subWorkflowGrammar.element, isGlobal: true },
  { element: fsGrammar.element, isGlobal: true },
  { element: legacyHttpElement, isGlobal: false, until: '0.1' },
  { element: workflowEmailElement, isGlobal: false, until: '0.1' },
  { element: javaGrammar.element, isGlobal: true },
];

export const workflowActionParticles: readonly ElementParticle[] = workflowActionElements.map(
  ({ element, isGlobal: _, ...range }) => one(element, range),
);

/** Those that may be the root of a document, or stand as an action in another namespace. */
export const globalWorkflowActions = workflowActionElements.filter((entry) => entry.isGlobal);

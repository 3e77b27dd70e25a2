/** Checks an XML document against the schemas. */
import type { Element } from '../../../actions/contract/element.ts';
import { findSchema, newestNamespace, schemasWithRoot } from '../grammar/schema-registry.ts';
import { validateElement } from '../grammar/validate-element.ts';
import { type Problem, problem } from '../problem.ts';
import type { Doctype } from './doctype.ts';
import type { XmlDocument } from './read-xml.ts';

/** The problems of a document, those of its DOCTYPE included. */
export function validateDocument(document: XmlDocument): Problem[] {
  const { doctype, root } = document;
  return [
    ...document.problems,
    ...(doctype === undefined ? [] : [refuseDoctype(document, doctype)]),
    ...(root === undefined ? [] : validateRoot(root)),
  ];
}

/** The problems of a tree that stands alone. */
export function validateRoot(root: Element): Problem[] {
  const schema = findSchema(root.namespace);
  const grammar = schema?.roots.get(root.name);
  if (schema !== undefined && grammar !== undefined) {
    return validateElement(root, grammar, schema);
  }
  const namespace = root.namespace === '' ? 'no namespace' : `namespace ${root.namespace}`;
  return [
    problem('E0701', [`unknown root element <${root.name}> of ${namespace}`], {
      phase: 'schema',
      position: root.position,
      mend: mendRoot(root),
    }),
  ];
}

function mendRoot(root: Element): string {
  const [schema] = schemasWithRoot(root.name);
  if (schema === undefined) return 'begin with <workflow-app xmlns="uri:oozie:workflow:1.0" …>';
  const versions = schema.versions.map((version) => schema.namespacePrefix + version);
  return `write xmlns="${newestNamespace(schema)}"; known are ${versions.join(', ')}`;
}

/**
 * A DOCTYPE is refused, as it is by Oozie: with E0702, at once, when something outside the document
 * would have to be read, else with E0700 after the schema check.
 */
function refuseDoctype(document: XmlDocument, doctype: Doctype): Problem {
  const position = document.source.position(Math.max(0, doctype.offset));
  const mend = 'remove the DOCTYPE; parameters take the place of entities';
  const found = 'a DOCTYPE is not allowed';
  return doctype.isExternal
    ? problem('E0702', [found], { phase: 'source', position, mend })
    : problem('E0700', [found], { phase: 'document', position, mend });
}

/** Puts datasets, those of included files among them, into the events that use them. */
import { child, childrenOf, type Element } from '../../../actions/contract/element.ts';
import { defaultDefinitionLimits } from '../../definition/definition-limits.ts';
import { readXml } from '../../definition/xml/read-xml.ts';
import { mapChildren, mapPath, withChildren } from './edit-element.ts';
import { resolveDataset } from './resolve-dataset.ts';
import { attributePosition, type SubmissionScope } from './submission-scope.ts';

/** Texts of dataset files by URI; undefined for what is not known yet. */
export type IncludedFiles = ReadonlyMap<string, string>;

/** Files that a definition may include, directly and through one another. */
const INCLUDES_MAX = 100;

export class DatasetIncluder {
  /** URIs of files that have to be read before the definition is complete. */
  readonly missing: string[] = [];
  readonly #scope: SubmissionScope;
  readonly #files: IncludedFiles;
  readonly #datasets = new Map<string, Element>();
  #included = 0;

  constructor(scope: SubmissionScope, files: IncludedFiles) {
    this.#scope = scope;
    this.#files = files;
  }

  /** @returns the app without its `datasets`; E0700 and E0803 are reported */
  include(app: Element): Element {
    const datasets = child(app, 'datasets');
    if (datasets !== undefined) {
      for (const include of childrenOf(datasets, 'include')) {
        this.#includeFile(include.text.trim(), include, datasets.namespace);
      }
      for (const dataset of childrenOf(datasets, 'dataset')) {
        this.#datasets.set(dataset.attributes.get('name') ?? '', dataset);
      }
    }
    const withInputs = mapPath(app, ['input-events', 'data-in'], (event) => this.#insert(event));
    const filled = mapPath(withInputs, ['output-events', 'data-out'], (event) =>
      this.#insert(event),
    );
    return withChildren(
      filled,
      filled.children.filter(({ name }) => name !== 'datasets'),
    );
  }

  #includeFile(uri: string, include: Element, namespace: string): void {
    const text = this.#files.get(uri);
    if (text === undefined) {
      if (!this.missing.includes(uri)) this.missing.push(uri);
      return;
    }
    if (++this.#included > INCLUDES_MAX) {
      const found = `More than ${INCLUDES_MAX} dataset files are included`;
      this.#scope.report('E0803', [found], include.position, 'do they include one another?');
      return;
    }
    const { root, problems } = readXml(text, uri, defaultDefinitionLimits);
    if (root === undefined) {
      const position = problems[0]?.position ?? include.position;
      this.#scope.report('E0700', [problems[0]?.message ?? ''], position, 'mend the included file');
      return;
    }
    for (const dataset of childrenOf(root, 'dataset')) this.#addIncluded(dataset, namespace);
    for (const further of childrenOf(root, 'include')) {
      this.#includeFile(further.text.trim(), further, namespace);
    }
  }

  #addIncluded(dataset: Element, namespace: string): void {
    const name = dataset.attributes.get('name') ?? '';
    const resolved = resolveDataset(inNamespace(dataset, namespace), this.#scope);
    if (this.#datasets.has(name)) {
      const position = attributePosition(dataset, 'name');
      this.#scope.report('E0803', [`Duplicate Dataset ${name}`], position, 'rename one of them');
      return;
    }
    this.#datasets.set(name, resolved);
  }

  #insert(event: Element): Element {
    const name = event.attributes.get('dataset') ?? '';
    const dataset = this.#datasets.get(name);
    if (dataset !== undefined) return withChildren(event, [dataset, ...event.children]);
    // A file that was not read yet may define it.
    if (this.missing.length === 0) {
      const known = [...this.#datasets.keys()].join(', ') || 'none';
      const position = attributePosition(event, 'dataset');
      this.#scope.report('E0803', [`undefined dataset: ${name}`], position, `defined: ${known}`);
    }
    return event;
  }
}

/** Included files are written without a namespace, or in that of the coordinator. */
function inNamespace(element: Element, namespace: string): Element {
  const children = element.children.map((one) => inNamespace(one, namespace));
  return { ...element, namespace, children };
}

/** The datasets that the app itself defines, evaluated. */
export function resolveOwnDatasets(app: Element, scope: SubmissionScope): Element {
  return mapChildren(app, 'datasets', (datasets) =>
    mapChildren(datasets, 'dataset', (dataset) => resolveDataset(dataset, scope)),
  );
}

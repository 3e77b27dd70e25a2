/** The long texts of coordinators and actions, which are read when they are needed. */
import type { Element } from '../../../actions/contract/element.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import { defaultDefinitionLimits } from '../../definition/definition-limits.ts';
import { readXml } from '../../definition/xml/read-xml.ts';
import type { Store } from '../../store/store.ts';

/** Bounds for XML that was made here. */
const STORED_LIMITS = { ...defaultDefinitionLimits, sizeBytesMax: 16_777_216 };

export class CoordinatorTexts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** An action's XML. */
  async actionXml(actionId: string): Promise<string> {
    const { xml } = await this.#store.database
      .selectFrom('coordinator_action_documents')
      .where('action_id', '=', actionId)
      .select('xml')
      .executeTakeFirstOrThrow();
    return xml;
  }

  async action(actionId: string): Promise<Element> {
    return readStoredXml(await this.actionXml(actionId));
  }

  /** A definition or configuration by the hash of its text. */
  async text(hash: string): Promise<string> {
    const { text } = await this.#store.database
      .selectFrom('definitions')
      .where('hash', '=', hash)
      .select('text')
      .executeTakeFirstOrThrow();
    return text;
  }

  async configuration(hash: string): Promise<ReadonlyMap<string, string>> {
    return readConfiguration(await this.text(hash), 'coordinator configuration');
  }
}

export function readStoredXml(xml: string): Element {
  const { root } = readXml(xml, 'action.xml', STORED_LIMITS);
  if (root === undefined) throw new Error('stored XML cannot be read');
  return root;
}

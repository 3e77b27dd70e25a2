/** The long texts of coordinators and actions, which are read when they are needed. */
import type { Element } from '../../../actions/contract/element.ts';
import { fixedStatement, PARAMETER } from '../../store/fixed-statement.ts';
import type { Store } from '../../store/store.ts';
import { readStoredConfiguration } from './read-stored-configuration.ts';
import { readStoredXml } from './read-stored-xml.ts';

const selectXml = fixedStatement((database) =>
  database
    .selectFrom('coordinator_action_documents')
    .where('action_id', '=', PARAMETER)
    .select('xml'),
);

export class CoordinatorTexts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** An action's XML. */
  async actionXml(actionId: string): Promise<string> {
    const [found] = await selectXml(this.#store.database, actionId);
    if (found === undefined) throw new Error(`action ${actionId} has no stored XML`);
    return found.xml;
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
    return readStoredConfiguration(await this.text(hash));
  }
}

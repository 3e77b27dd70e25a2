/** Writes coordinators and bundles as YAML; reading the text again gives the same tree. */
import { stringify } from 'yaml';
import { child, type Element } from '../../../actions/contract/element.ts';
import type { ElementGrammar, SchemaGrammar } from '../../../actions/contract/grammar.ts';
import { bundleSchema } from '../grammar/bundle-grammar.ts';
import { coordinatorSchema } from '../grammar/coordinator-grammar.ts';
import { findSchema, newestNamespace, type SchemaVersion } from '../grammar/schema-registry.ts';
import { bundleKeys, coordinatorKeys } from './coordinator-keys.ts';
import { writeYamlSla } from './write-yaml.ts';
import { writeYamlElement, type YamlValue } from './write-yaml-element.ts';

type YamlObject = { [key: string]: YamlValue };

/**
 * @param app `coordinator-app` as it was read, without errors
 * @param cronClock by which clocks its cron expression is read: those of XML are `processing`
 */
export function writeYamlCoordinator(app: Element, cronClock: 'processing' | 'local'): string {
  const action = child(app, 'action');
  const sla = action && child(action, 'info');
  const withoutSla = {
    ...app,
    children: app.children.map((one) =>
      one === action ? { ...one, children: one.children.filter((part) => part !== sla) } : one,
    ),
  };
  const value = writeApp(withoutSla, coordinatorSchema, coordinatorKeys);
  const frequency = app.attributes.get('frequency') ?? '';
  // It matters to cron expressions only, and not to those that are a number or one function.
  const mayBeCron = /\s|\$\{(?!coord:)/.test(frequency);
  if (cronClock === 'processing' && mayBeCron) value[coordinatorKeys.cronClock] = 'oozie';
  if (sla !== undefined) value[coordinatorKeys.sla] = writeYamlSla(sla);
  return toText(value);
}

/** @param app `bundle-app` as it was read, without errors */
export function writeYamlBundle(app: Element): string {
  return toText(writeApp(app, bundleSchema, bundleKeys));
}

function writeApp(
  app: Element,
  schema: SchemaGrammar,
  keys: { readonly name: string; readonly schema: string },
): YamlObject {
  const version = findSchema(app.namespace) as SchemaVersion;
  const grammar = version.roots.get(app.name) as ElementGrammar;
  const { name, ...rest } = writeYamlElement(app, grammar, version.version) as YamlObject;
  const value: YamlObject = { [keys.name]: name ?? '' };
  if (app.namespace !== newestNamespace(schema)) value[keys.schema] = app.namespace;
  return { ...value, ...rest };
}

function toText(value: YamlObject): string {
  // Long lines stay whole: a folded text is harder to read than a long one.
  return stringify(value, { nullStr: '', lineWidth: 0 });
}

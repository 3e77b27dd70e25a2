/** The merged elements are those that a real Oozie showed as the `conf` of actions. */
import { describe, expect, test } from 'vitest';
import type { Element } from '../../../actions/contract/element.ts';
import { child } from '../../../actions/contract/element.ts';
import { configurationProperties } from '../../../orchestrator/config/configuration-element.ts';
import { effectiveConfiguration } from '../../../orchestrator/config/effective-configuration.ts';
import { type ClusterElements, mergeAction } from '../../../orchestrator/config/merge-action.ts';
import { defaultDefinitionLimits } from '../../../orchestrator/definition/definition-limits.ts';
import { readXml } from '../../../orchestrator/definition/xml/read-xml.ts';
import { writePrettyXml, writeXml } from '../../../orchestrator/definition/xml/write-xml.ts';

function read(xml: string): Element {
  const { root } = readXml(xml, 'test.xml', defaultDefinitionLimits);
  if (root === undefined) throw new Error(`not well-formed: ${xml}`);
  return root;
}

const property = (name: string, value: string) =>
  `<property><name>${name}</name><value>${value}</value></property>`;

const global = read(
  '<global xmlns="uri:oozie:workflow:1.0"><resource-manager>rm:1</resource-manager>' +
    '<name-node>nn:1</name-node>' +
    '<launcher><memory.mb>1024</memory.mb><java-opts>-Xa</java-opts><queue>q1</queue></launcher>' +
    '<job-xml>g1.xml</job-xml><job-xml>g2.xml</job-xml>' +
    `<configuration>${property('both', 'g')}${property('global', '${a}')}` +
    `${property('oozie.launcher.queue', 'weaker')}</configuration></global>`,
);
const defaults = new Map([
  ['default', ' d '],
  ['both', 'd'],
  ['global', 'd'],
]);

function merge(xml: string, withGlobal = true, server: ClusterElements = {}) {
  return mergeAction(read(xml), { global: withGlobal ? global : undefined, defaults, server });
}

const names = ({ children }: Element) => children.map(({ name, text }) => `${name} ${text}`.trim());
const properties = (element: Element) =>
  Object.fromEntries(configurationProperties(child(element, 'configuration')));

describe('an action takes over', () => {
  test('all of global, after its own elements', () => {
    const merged = merge('<shell xmlns="uri:oozie:shell-action:1.0"><exec>x</exec></shell>');
    expect(names(merged)).toEqual([
      'job-xml g1.xml',
      'job-xml g2.xml',
      'exec x',
      'name-node nn:1',
      'resource-manager rm:1',
      'configuration',
    ]);
    expect(properties(merged)).toEqual({
      default: 'd',
      both: 'g',
      global: '${a}',
      'oozie.launcher.memory.mb': '1024',
      'oozie.launcher.javaopts': '-Xa',
      'oozie.launcher.queue': 'q1',
    });
    expect(merged.children.every(({ namespace }) => namespace === merged.namespace)).toBe(true);
  });

  test('what it does not say itself', () => {
    const merged = merge(
      '<shell><job-tracker>own</job-tracker><name-node>own</name-node>' +
        '<launcher><queue>own</queue><vcores>2</vcores></launcher><job-xml>g2.xml</job-xml>' +
        `<configuration>${property('both', ' own ')}${property('empty', '')}` +
        `${property('oozie.launcher.vcores', 'inline')}</configuration><exec>x</exec></shell>`,
    );
    expect(names(merged)).toEqual([
      'job-xml g1.xml',
      'job-tracker own',
      'name-node own',
      'launcher',
      'job-xml g2.xml',
      'configuration',
      'exec x',
    ]);
    expect(properties(merged)).toEqual({
      default: 'd',
      both: 'own',
      global: '${a}',
      'oozie.launcher.memory.mb': '1024',
      'oozie.launcher.javaopts': '-Xa',
      'oozie.launcher.queue': 'own',
      'oozie.launcher.vcores': 'inline',
    });
  });

  test('cluster elements of the server', () => {
    const server = { nameNode: 'file:///', resourceManager: 'local' };
    const merged = merge('<shell><exec>x</exec></shell>', false, server);
    expect(names(merged)).toEqual([
      'exec x',
      'name-node file:///',
      'resource-manager local',
      'configuration',
    ]);
  });

  test('an empty configuration at least', () => {
    const element = read('<fs><mkdir path="/x"/></fs>');
    const merged = mergeAction(element, { global: undefined, defaults: new Map(), server: {} });
    expect(writeXml(merged)).toBe('<fs><mkdir path="/x"/><configuration/></fs>');
  });

  test('no job tracker if it is fs', () => {
    expect(names(merge('<fs><mkdir path="/x"/></fs>'))).toEqual([
      'job-xml g1.xml',
      'job-xml g2.xml',
      'mkdir',
      'name-node nn:1',
      'configuration',
    ]);
  });

  test('no defaults if it is a sub-workflow', () => {
    const merged = merge('<sub-workflow><app-path>a</app-path></sub-workflow>');
    expect(properties(merged)).not.toHaveProperty('default');
    expect(properties(merged)).toMatchObject({ both: 'g' });
  });

  test.each(['email', 'ssh', 'switch'])('nothing if it is %s', (name) => {
    const element = read(`<${name}><x/></${name}>`);
    expect(mergeAction(element, { global, defaults, server: {} })).toBe(element);
  });

  test('properties in the form in which Hadoop writes them', () => {
    const element = read(
      `<sub-workflow xmlns="u"><configuration>${property('x', '1')}</configuration></sub-workflow>`,
    );
    const merged = mergeAction(element, { global: undefined, defaults: new Map(), server: {} });
    expect(writePrettyXml(merged).split('\r\n')).toEqual([
      '<sub-workflow xmlns="u">',
      '  <configuration>',
      '    <property xmlns="">',
      '      <name>x</name>',
      '      <value>1</value>',
      '      <final>false</final>',
      '      <source>programatically</source>',
      '    </property>',
      '  </configuration>',
      '</sub-workflow>',
    ]);
  });
});

test('the layers of an effective configuration, weakest first', () => {
  const layer = (name: string, ...keys: string[]) => new Map(keys.map((key) => [key, name]));
  const layers = {
    serverDefaults: [layer('server', 'a', 'b', 'c', 'd')],
    jobXmlFiles: [layer('global job-xml', 'b', 'c', 'd'), layer('job-xml', 'c', 'd')],
    inline: layer('inline', 'd'),
  };
  expect(Object.fromEntries(effectiveConfiguration(layers))).toEqual({
    a: 'server',
    b: 'global job-xml',
    c: 'job-xml',
    d: 'inline',
  });
  expect(() =>
    effectiveConfiguration({ ...layers, jobXmlFiles: [layer('x', 'user.name')] }),
  ).toThrow('Property [user.name] not allowed in action [job-xml] configuration');
});

/** Submissions that are refused, each with the code that Oozie finds first. */

export interface RefusedSubmission {
  readonly code: string;
  readonly because: string;
  readonly definition?: string;
  readonly properties?: Readonly<Record<string, string>>;
  /** Files of the app besides its definition. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the message has to hold; for codes that are wrapped in another. */
  readonly message?: string;
}

const action = (name: string, ok: string, error = 'k', work = '<fs/>') =>
  `<action name="${name}">${work}<ok to="${ok}"/><error to="${error}"/></action>`;

const kill = '<kill name="k"><message>m</message></kill>';
const end = '<end name="e"/>';

/** A workflow with those nodes, a kill node `k` and an end node `e`. */
function workflow(nodes: string, head = ''): string {
  return (
    '<workflow-app xmlns="uri:oozie:workflow:0.5" xmlns:sla="uri:oozie:sla:0.2" name="app">' +
    `${head}${nodes}${kill}${end}</workflow-app>`
  );
}

/** Built into the first version of the schema. */
const httpAction = '<http><http-url>http://x</http-url><wait/><capture-output/></http>';

const valid = workflow(`<start to="a"/>${action('a', 'e')}`);
const fork = (name: string, ...paths: string[]) =>
  `<fork name="${name}">${paths.map((path) => `<path start="${path}"/>`).join('')}</fork>`;
const join = (name: string, to: string) => `<join name="${name}" to="${to}"/>`;
const parameters = (...names: string[]) => {
  const listed = names.map((name) => `<property><name>${name}</name></property>`);
  return `<parameters>${listed.join('')}</parameters>`;
};
const sla = (nominal: string, end: string) =>
  `<sla:info><sla:nominal-time>${nominal}</sla:nominal-time>` +
  `<sla:should-end>${end}</sla:should-end></sla:info>`;
const withSla = (info: string) => valid.replace('</workflow-app>', `${info}</workflow-app>`);

const forkJoinCases: readonly RefusedSubmission[] = [
  {
    code: 'E0730',
    because: 'a join has no fork',
    definition: workflow(`<start to="a"/>${action('a', 'j')}${join('j', 'e')}`),
  },
  {
    code: 'E0733',
    because: 'a fork has no join of its own',
    definition: workflow(
      `<start to="f"/>${fork('f', 'g', 'c', 'd')}${fork('g', 'a', 'b')}${action('a', 'k')}` +
        `${action('b', 'k')}${action('c', 'i')}${action('d', 'j')}${join('i', 'e')}` +
        join('j', 'e'),
    ),
  },
  {
    code: 'E0737',
    because: 'a branch leads to the end',
    definition: workflow(
      `<start to="f"/>${fork('f', 'a', 'b')}${action('a', 'e')}${action('b', 'j')}` +
        join('j', 'e'),
    ),
  },
  {
    code: 'E0742',
    because: 'a join comes before its fork',
    definition: workflow(
      `<start to="j"/>${join('j', 'f')}${fork('f', 'a', 'b')}${action('a', 'k')}${action('b', 'k')}`,
    ),
  },
  {
    code: 'E0743',
    because: 'two branches meet without a join',
    definition: workflow(
      `<start to="f"/>${fork('f', 'a', 'b')}${action('a', 'c')}${action('b', 'c')}` +
        `${action('c', 'j')}${join('j', 'e')}`,
    ),
  },
  {
    code: 'E0744',
    because: 'a fork names an action twice',
    definition: workflow(
      `<start to="f"/>${fork('f', 'a', 'a')}${action('a', 'j')}${join('j', 'e')}`,
    ),
  },
  {
    code: 'E0757',
    because: 'a fork has two joins',
    definition: workflow(
      `<start to="f"/>${fork('f', 'g', 'h')}${fork('g', 'a', 'b')}${fork('h', 'c', 'd')}` +
        `${action('a', 'i')}${action('b', 'j')}${action('c', 'i')}${action('d', 'j')}` +
        `${join('i', 'l')}${join('j', 'l')}${join('l', 'e')}`,
    ),
  },
  {
    code: 'E0758',
    because: 'a join ends two forks',
    definition: workflow(
      `<start to="f"/>${fork('f', 'a', 'g')}${action('a', 'i')}${fork('g', 'b', 'c')}` +
        `${action('b', 'i')}${action('c', 'j')}${join('i', 'j')}${join('j', 'e')}`,
    ),
  },
];

export const refusedSubmissions: readonly RefusedSubmission[] = [
  {
    code: 'E0302',
    because: 'two kinds of apps are asked for',
    properties: { 'oozie.coord.application.path': 'file:///c' },
  },
  {
    code: 'E0307',
    because: 'there is no such app',
    properties: { 'oozie.wf.application.path': 'file:///nothing/there' },
  },
  { code: 'E1603', because: 'nobody submits it', properties: { 'user.name': '' } },
  {
    code: 'E0711',
    because: 'nothing serves the app path',
    properties: { 'oozie.wf.application.path': 'gopher://host/app' },
  },
  {
    code: 'E0700',
    because: 'it has a DOCTYPE',
    definition: `<!DOCTYPE x [<!ENTITY a "b">]>${valid}`,
  },
  {
    code: 'E0702',
    because: 'it has an external entity',
    definition: `<!DOCTYPE x SYSTEM "file:///etc/passwd">${valid}`,
  },
  { code: 'E0701', because: 'the start is missing', definition: workflow(action('a', 'e')) },
  {
    code: 'E0703',
    because: 'a retry attribute has no value',
    definition: valid.replace('<action name="a"', '<action name="a" retry-max="${n}"'),
  },
  {
    code: 'E0705',
    because: 'two nodes have one name',
    definition: workflow(`<start to="a"/>${action('a', 'e')}${action('a', 'e')}`),
  },
  {
    code: 'E0706',
    because: 'a node leads to itself',
    definition: workflow(`<start to="a"/>${action('a', 'a')}`),
  },
  {
    code: 'E0707',
    because: 'nodes lead in a circle',
    definition: workflow(`<start to="a"/>${action('a', 'b')}${action('b', 'a')}`),
  },
  {
    code: 'E0708',
    because: 'a transition leads nowhere',
    definition: workflow(`<start to="a"/>${action('a', 'nope')}`),
  },
  {
    code: 'E0723',
    because: 'nobody ever ran http actions',
    definition: workflow(`<start to="a"/>${action('a', 'e', 'k', httpAction)}`).replace(
      'workflow:0.5',
      'workflow:0.1',
    ),
  },
  {
    code: 'E0724',
    because: 'a name is too long',
    definition: workflow(`<start to="${'n'.repeat(129)}"/>${action('n'.repeat(129), 'e')}`),
  },
  ...forkJoinCases,
  {
    code: 'E0736',
    because: 'it is too long',
    definition: valid.replace('<kill', `<!--${'x'.repeat(100_000)}--><kill`),
  },
  {
    code: 'E0738',
    because: 'parameters have no values',
    definition: workflow(`<start to="a"/>${action('a', 'e')}`, parameters('p', 'q')),
    message: 'The following 2 parameters',
  },
  {
    code: 'E0739',
    because: 'a parameter has no name',
    definition: workflow(`<start to="a"/>${action('a', 'e')}`, parameters(' ')),
  },
  {
    code: 'E0803',
    because: 'the name cannot be evaluated',
    definition: valid.replace('name="app"', 'name="${nope}"'),
  },
  {
    code: 'E0803',
    because: 'a property is reserved',
    properties: { KB: '1' },
    message: 'E0808',
  },
  {
    code: 'E0803',
    because: 'a default is not allowed',
    files: {
      'config-default.xml':
        '<configuration><property><name>user.name</name><value>x</value></property></configuration>',
    },
    message: 'E0808',
  },
  {
    code: 'E0803',
    because: 'a service level has no time',
    definition: withSla(sla('x', '5')),
    message: 'E1007',
  },
  {
    code: 'E0803',
    because: 'a service level cannot be evaluated',
    definition: withSla(sla('2020-01-01T00:00Z', '${nope}')),
    message: 'E1004',
  },
];

export const validWorkflow = valid;

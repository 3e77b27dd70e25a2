/** Random workflow definitions as real apps have them, the tolerated and the refused ones included. */

export interface WildDefinition {
  readonly text: string;
  readonly properties: Readonly<Record<string, string>>;
}

type Random = () => number;

const versions = ['0.1', '0.2', '0.2.5', '0.3', '0.4', '0.4', '0.4', '0.5', '0.5', '0.5', '1.0'];

const cluster = '<job-tracker>${jobTracker}</job-tracker><name-node>${nameNode}</name-node>';
const queue =
  '<configuration><property><name>mapred.job.queue.name</name><value>${queueName}</value>' +
  '</property></configuration>';

/** Elements of actions as they are mostly written; some fit some versions only. */
const works: readonly string[] = [
  `<shell xmlns="uri:oozie:shell-action:0.1">${cluster}${queue}<exec>\${script}</exec><argument>a b</argument><env-var>A=b</env-var><file>/s.sh#s.sh</file><capture-output/></shell>`,
  '<shell xmlns="uri:oozie:shell-action:0.3"><exec>echo</exec><argument>k=v</argument></shell>',
  '<shell xmlns="uri:oozie:shell-action:0.2"><exec>echo</exec></shell>',
  `<java>${cluster}<main-class>org.example.Main</main-class><java-opts>-Xmx1g</java-opts><arg>x</arg></java>`,
  `<map-reduce>${cluster}<prepare><delete path="\${nameNode}/out"/></prepare>${queue}</map-reduce>`,
  `<pig>${cluster}<script>id.pig</script><param>INPUT=/in</param></pig>`,
  '<fs><delete path="${nameNode}/tmp/x"/><mkdir path="${nameNode}/tmp/x"/></fs>',
  '<fs><move source="${nameNode}/a" target="/b"/><chmod path="/b" permissions="-rwxrw-rw-" dir-files="false"/></fs>',
  '<fs/>',
  '<fs><touchz path="${nameNode}/flag"/></fs>',
  `<hive xmlns="uri:oozie:hive-action:0.2">${cluster}<job-xml>hive-site.xml</job-xml><script>q.hql</script><param>D=\${date}</param></hive>`,
  '<hive2 xmlns="uri:oozie:hive2-action:0.1"><job-tracker>jt</job-tracker><name-node>nn</name-node><jdbc-url>jdbc:hive2://h</jdbc-url><script>q.hql</script></hive2>',
  `<sqoop xmlns="uri:oozie:sqoop-action:0.2">${cluster}<command>import --table t</command></sqoop>`,
  `<sqoop xmlns="uri:oozie:sqoop-action:0.4"><arg>import</arg><arg>--query</arg><arg>select 1</arg></sqoop>`,
  '<spark xmlns="uri:oozie:spark-action:0.1"><job-tracker>jt</job-tracker><name-node>nn</name-node><master>yarn-cluster</master><name>s</name><class>C</class><jar>a.jar</jar><spark-opts>--conf a=b</spark-opts></spark>',
  '<spark xmlns="uri:oozie:spark-action:0.2"><master>yarn</master><mode>cluster</mode><name>s</name><jar>a.py</jar><arg>x</arg></spark>',
  '<email xmlns="uri:oozie:email-action:0.1"><to>${mail}</to><subject>s</subject><body>${wf:errorMessage(wf:lastErrorNode())}</body></email>',
  '<email xmlns="uri:oozie:email-action:0.2"><to>a@b</to><bcc>c@d</bcc><subject>s</subject><body>b</body><content_type>text/html</content_type></email>',
  '<ssh xmlns="uri:oozie:ssh-action:0.1"><host>u@h</host><command>ls</command><args>-l</args><capture-output/></ssh>',
  '<sub-workflow><app-path>${nameNode}/apps/child</app-path><propagate-configuration/></sub-workflow>',
  `<distcp xmlns="uri:oozie:distcp-action:0.1">${cluster}<arg>/a</arg><arg>/b</arg></distcp>`,
  // Refused: namespaces and elements that never were.
  '<shell xmlns="uri:oozie:shell:0.1"><exec>echo</exec></shell>',
  '<fs xmlns="uri:oozie:fs-action:0.2"><delete path="/x"/></fs>',
  '<shell xmlns="uri:oozie:shell-action:0.1"><exec>echo</exec></shell>',
  '<spark xmlns="uri:oozie:spark-action:0.1"><master>yarn</master><jar>a.jar</jar></spark>',
  '<email xmlns="uri:oozie:email-action:0.1"><subject>s</subject><to>a@b</to><body>b</body></email>',
  '<java><main-class>M</main-class></java>',
];

const names = ['app', 'my app', '${appName}', 'ETL-${date}', '', '${a.b}', "${concat('a','b')}"];

const heads = [
  '',
  '<?xml version="1.0" encoding="UTF-8"?>\n',
  '<!-- a comment -->\n\n',
  '<?xml version="1.0"?>\r\n<!-- a\r\n comment -->\r\n',
  '\n',
];

export function wildDefinition(random: Random): WildDefinition {
  const pick = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)] as Item;
  const chance = (share: number) => random() < share;
  const version = pick(versions);
  const nodes = new NodeWriter(random).write();
  const parts = [
    chance(0.15) ? parameters(pick) : '',
    chance(0.1) ? `<global>${cluster}${queue}</global>` : '',
    chance(0.1) ? credentials : '',
    ...nodes,
  ];
  if (chance(0.08)) parts.reverse();
  const attributes = chance(0.1)
    ? ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"'
    : '';
  const name = chance(0.6) ? 'app' : pick(names);
  const text =
    `${pick(heads)}<workflow-app xmlns="uri:oozie:workflow:${version}"${attributes} ` +
    `name="${name}">\n${parts.join('\n')}\n</workflow-app>`;
  return { text, properties: properties(chance) };
}

const credentials =
  '<credentials><credential name="c" type="hcat"><property><name>u</name><value>v</value>' +
  '</property></credential></credentials>';

function parameters(pick: <Item>(items: readonly Item[]) => Item): string {
  const one = pick([
    '<property><name>date</name></property>',
    '<property><name>other</name><value>x</value></property>',
    '<property><name>missing</name></property>',
    '<property><name/></property>',
    '<property><name>date</name><value/><description>d</description></property>',
  ]);
  return `<parameters>${one}</parameters>`;
}

function properties(chance: (share: number) => boolean): Record<string, string> {
  return {
    ...{ nameNode: 'file:///', jobTracker: 'local', queueName: 'default', script: 's.sh' },
    ...{ date: '2026-01-31', mail: 'a@b', appName: 'named' },
    ...(chance(0.05) && { 'oozie.wf.validate.ForkJoin': 'false' }),
    ...(chance(0.03) && { 'oozie.coord.application.path': 'file:///c' }),
    ...(chance(0.03) && { KB: '1' }),
  };
}

/** Writes a start, a few nodes that lead to each other, mostly forward, a kill and an end. */
class NodeWriter {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  write(): string[] {
    const stages = 1 + Math.floor(this.#random() * 5);
    const nodes: string[] = [];
    for (let stage = 0; stage < stages; stage++) {
      nodes.push(...this.#stage(stage, stage + 1 < stages ? `n${stage + 1}` : 'end'));
    }
    const kill = this.#chance(0.06)
      ? '<kill name="fail"/>'
      : '<kill name="fail"><message>Failed [${wf:errorMessage(wf:lastErrorNode())}]</message></kill>';
    const all = [
      `<start to="${this.#chance(0.03) ? 'nowhere' : 'n0'}"/>`,
      ...nodes,
      ...(this.#chance(0.1) ? [this.#action('unreachable', 'end')] : []),
      ...(this.#chance(0.04) ? [this.#action('n0', 'end')] : []),
      ...(this.#chance(0.05) ? [] : [kill]),
      ...(this.#chance(0.02) ? [] : ['<end name="end"/>']),
    ];
    if (this.#chance(0.04)) [all[0], all[1]] = [all[1] ?? '', all[0] ?? ''];
    return all;
  }

  #stage(stage: number, next: string): string[] {
    const kind = this.#random();
    if (kind < 0.15) return this.#fork(stage, next);
    if (kind < 0.3) return this.#decision(stage, next);
    return [this.#action(`n${stage}`, this.#target(stage, next))];
  }

  #fork(stage: number, next: string): string[] {
    const branches = ['a', 'b', 'c'].slice(0, 1 + Math.floor(this.#random() * 3));
    const joins = this.#chance(0.1) ? ['j', 'i'] : ['j'];
    const paths = branches.map((branch) => `<path start="n${stage}${branch}"/>`);
    return [
      `<fork name="n${stage}">${paths.join('')}</fork>`,
      ...branches.map((branch, index) => {
        const to = this.#chance(0.08) ? next : `n${stage}${joins[index % joins.length]}`;
        return this.#action(`n${stage}${branch}`, to);
      }),
      ...joins.map((join) => `<join name="n${stage}${join}" to="${next}"/>`),
    ];
  }

  #decision(stage: number, next: string): string[] {
    const cases = this.#pick([
      "${wf:conf('x') eq 'y'}",
      "${fs:exists('/x')}",
      '${1 lt 2}',
      '${unknown:function()}',
      'true',
    ]);
    const fallback = this.#chance(0.05) ? '' : `<default to="${this.#target(stage, next)}"/>`;
    return [
      `<decision name="n${stage}"><switch><case to="n${stage}x">${cases}</case>${fallback}` +
        '</switch></decision>',
      this.#action(`n${stage}x`, next),
    ];
  }

  /** Forward mostly; sometimes back, to itself, or to a kill node. */
  #target(stage: number, next: string): string {
    const kind = this.#random();
    if (kind < 0.03) return `n${stage}`;
    if (kind < 0.06) return 'n0';
    if (kind < 0.1) return 'fail';
    if (kind < 0.12) return 'nowhere';
    return next;
  }

  #action(name: string, ok: string): string {
    const error = this.#chance(0.85) ? 'fail' : this.#pick(['end', ok, 'n0j', 'n1']);
    const retry = this.#pick(['', '', '', ' cred="c"', ' cred="none"', ' retry-max="${max}"']);
    const attributes = this.#chance(0.85) ? '' : retry;
    const okElement = this.#chance(0.02) ? '' : `<ok to="${ok}"/>`;
    const work = this.#pick(works);
    return `<action name="${name}"${attributes}>${work}${okElement}<error to="${error}"/></action>`;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }
}

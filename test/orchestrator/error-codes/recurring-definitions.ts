/** Small coordinators and bundles, right but for what is changed of them. */

export interface Parts {
  readonly version: string;
  readonly frequency: string;
  readonly end: string;
  readonly parameters: string;
  readonly controls: string;
  readonly include: string;
  readonly initialInstance: string;
  readonly template: string;
  readonly events: string;
  readonly logic: string;
  readonly configuration: string;
  readonly app: string;
  /** Nominal time of the service level. */
  readonly sla: string;
}

const right: Parts = {
  version: '0.5',
  frequency: '${coord:days(1)}',
  end: '2026-01-03T00:00Z',
  parameters: '',
  controls: '',
  include: '',
  initialInstance: '2026-01-01T00:00Z',
  template: 'file:///nowhere/at/all/${DAY}',
  events: '',
  logic: '',
  configuration: '',
  app: '${app}',
  sla: '',
};

/** Two days of long ago, without data to wait for. */
export function coordinatorOf(changes: Partial<Parts>): string {
  const parts = { ...right, ...changes };
  const { sla } = parts;
  const info =
    `<sla:info><sla:nominal-time>${sla}</sla:nominal-time>` +
    '<sla:should-end>1</sla:should-end></sla:info>';
  return [
    `<coordinator-app xmlns="uri:oozie:coordinator:${parts.version}" name="c" timezone="UTC"`,
    sla === '' ? '' : ' xmlns:sla="uri:oozie:sla:0.2"',
    ` frequency="${parts.frequency}" start="2026-01-01T00:00Z" end="${parts.end}">`,
    ...[parts.parameters, parts.controls, '<datasets>', parts.include],
    `<dataset name="d" frequency="\${coord:days(1)}" initial-instance="${parts.initialInstance}"`,
    ` timezone="UTC"><uri-template>${parts.template}</uri-template></dataset></datasets>`,
    ...[parts.events, parts.logic],
    `<action><workflow><app-path>${parts.app}</app-path>${parts.configuration}</workflow>`,
    `${sla === '' ? '' : info}</action></coordinator-app>`,
  ].join('');
}

export function bundleOf(body: string): string {
  return `<bundle-app xmlns="uri:oozie:bundle:0.2" name="b">${body}</bundle-app>`;
}

/** A dry run as people read it. */
import type {
  ActionView,
  BundleView,
  CoordinatorView,
  DryRunView,
  WorkflowView,
} from './dry-run-views.ts';

export function dryRunLines(view: DryRunView): string[] {
  switch (view.kind) {
    case 'workflow':
      return workflowLines(view);
    case 'coordinator':
      return coordinatorLines(view);
    case 'bundle':
      return bundleLines(view);
  }
}

function workflowLines({ name, nodes }: WorkflowView): string[] {
  const width = Math.max(0, ...nodes.map((node) => node.name.length));
  const kindWidth = Math.max(0, ...nodes.map((node) => node.type.length));
  return [
    line('workflow', name),
    ...nodes.map((node) => {
      const to = node.to.length === 0 ? '' : `-> ${node.to.join(', ')}`;
      return `  ${node.name.padEnd(width)}  ${node.type.padEnd(kindWidth)}  ${to}`.trimEnd();
    }),
  ];
}

function coordinatorLines(view: CoordinatorView): string[] {
  const { name, frequency, timeUnit, start, end, timezone, controls, actions } = view;
  const { timeoutMinutes, concurrency, execution, throttle } = controls;
  const every = timeUnit === 'CRON' ? `cron ${frequency}` : `every ${frequency} ${timeUnit}`;
  const limits = `concurrency ${concurrency}, throttle ${throttle}, ${execution}`;
  return [
    line('coordinator', name),
    line('schedule', `${every}, ${start} until ${end}, ${timezone}`),
    line('controls', `timeout ${timeoutMinutes} min, ${limits}`),
    ...(actions.length === 0 ? [line('actions', 'none')] : actions.flatMap(actionLines)),
  ];
}

function actionLines(action: ActionView): string[] {
  const { number, nominalTime, inputs, outputs, missing, workflow, configuration } = action;
  return [
    '',
    line(`action ${number}`, nominalTime),
    ...inputs.flatMap(({ name, uris }) => uris.map((uri) => detail('input', `${name}  ${uri}`))),
    ...outputs.flatMap(({ name, uris }) => uris.map((uri) => detail('output', `${name}  ${uri}`))),
    ...missing.map((text) => detail('missing', text)),
    detail('workflow', workflow),
    ...Object.entries(configuration).map(([name, value]) =>
      detail('property', `${name}=${value.replaceAll('\n', '\\n')}`),
    ),
  ];
}

function bundleLines({ name, kickOff, coordinators }: BundleView): string[] {
  return [
    line('bundle', name),
    line('kick-off', kickOff ?? 'at once'),
    ...coordinators.flatMap((coordinator) => ['', ...coordinatorLines(coordinator)]),
  ];
}

const LABEL_WIDTH = 12;

function line(label: string, text: string): string {
  return `${label.padEnd(LABEL_WIDTH)} ${text}`.trimEnd();
}

function detail(label: string, text: string): string {
  return line(`  ${label}`, text);
}

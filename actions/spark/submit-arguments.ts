/** The arguments of spark-submit that a spark action's elements mean, in Oozie's order. */
import type { ActionContext } from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { childrenOf, childText } from '../contract/element.ts';
import { shippedPaths } from '../launcher/shipped-path.ts';
import type { ApplicationFile } from './application-file.ts';
import { optionValues, splitSparkOptions } from './split-spark-options.ts';

/**
 * Master, mode, name, class, the configuration's `spark.` properties, `spark-opts`, application,
 * arguments: of settings that come twice the later one counts, and so `spark-opts` is stronger
 * than the configuration.
 *
 * @throws ActionError JA007 for an empty `master`, HOWDAH_DEPLOY_MODE_UNAVAILABLE
 */
export function submitArguments(context: ActionContext, application: ApplicationFile): string[] {
  const { element } = context;
  const options = splitSparkOptions(childText(element, 'spark-opts') ?? '');
  if (application.engine === 'howdah') checkDeployMode(context, options);
  return [
    ...masterArguments(context),
    ...optionalArgument('--name', childText(element, 'name')),
    ...optionalArgument('--class', childText(element, 'class')),
    ...configurationArguments(context),
    ...(application.engine === 'spark' ? withShipped(context, options) : options),
    application.location,
    ...childrenOf(element, 'arg').map(({ text }) => text.trim()),
  ];
}

/** Spark has given up the masters `yarn-client` and `yarn-cluster`, which old apps name. */
function masterArguments({ element }: ActionContext): string[] {
  const master = childText(element, 'master') ?? '';
  if (master === '') throw codedActionError('JA007', ['<master> is empty: local[2], for instance']);
  const mode = childText(element, 'mode');
  const old = /^yarn-(client|cluster)$/.exec(master);
  if (old === null) return ['--master', master, ...optionalArgument('--deploy-mode', mode)];
  return ['--master', 'yarn', '--deploy-mode', mode || (old[1] as string)];
}

/** As in Spark for anything but jars: the driver of our engine runs where it is submitted. */
function checkDeployMode({ element }: ActionContext, options: readonly string[]): void {
  const mode = optionValues(options, '--deploy-mode').at(-1) ?? childText(element, 'mode');
  if (mode !== 'cluster') return;
  const jar = childText(element, 'jar') ?? '';
  throw codedActionError('HOWDAH_DEPLOY_MODE_UNAVAILABLE', [mode, jar], {
    mend: 'take <mode>client</mode>: the driver runs beside the server, executors on the cluster',
  });
}

function configurationArguments({ configuration }: ActionContext): string[] {
  return [...configuration]
    .filter(([name]) => name.startsWith('spark.'))
    .flatMap(([name, value]) => ['--conf', `${name}=${value}`]);
}

/**
 * Has Spark carry the action's files to its executors, and be verbose as Oozie has it. Here they
 * are in the working directory, from which relative names count.
 */
function withShipped(context: ActionContext, options: readonly string[]): string[] {
  const merged = [...options];
  merge(
    merged,
    '--files',
    shippedPaths(context, 'file').map(({ name }) => name),
  );
  merge(merged, '--archives', shippedArchives(context));
  return [...merged, '--verbose'];
}

function shippedArchives(context: ActionContext): string[] {
  return shippedPaths(context, 'archive').map(({ uri, name }) => {
    const resolved = context.fileSystems.resolve(uri);
    return `${resolved?.path ?? uri}#${name}`;
  });
}

/** Adds to the values that the option has already. */
function merge(words: string[], option: string, values: readonly string[]): void {
  if (values.length === 0) return;
  const at = words.indexOf(option);
  if (at < 0) words.push(option, values.join(','));
  else words[at + 1] = [words[at + 1], ...values].join(',');
}

function optionalArgument(option: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [option, value];
}

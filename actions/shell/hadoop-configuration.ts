/** The directory of Hadoop's configuration files, for commands that are Hadoop clients. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionContext } from '../contract/action-type.ts';
import { writeConfiguration } from '../launcher/write-configuration.ts';

const SETUP_PROPERTY = 'oozie.action.shell.setup.hadoop.conf.dir';

const siteFiles = ['core-site.xml', 'hdfs-site.xml', 'mapred-site.xml', 'yarn-site.xml'];

/**
 * Writes the action's configuration as Hadoop's site files, if the action asks for it.
 *
 * @returns the variables by which Hadoop's clients find them
 */
export function hadoopConfiguration(
  context: ActionContext,
  workDirectory: string,
): Record<string, string> {
  const isWanted =
    context.configuration.get(SETUP_PROPERTY) ?? context.settings.get(SETUP_PROPERTY) ?? '';
  if (isWanted.trim() !== 'true') return {};
  const directory = join(workDirectory, 'oozie-hadoop-conf');
  mkdirSync(directory);
  for (const file of siteFiles) writeConfiguration(join(directory, file), context.configuration);
  return { HADOOP_CONF_DIR: directory, YARN_CONF_DIR: directory };
}

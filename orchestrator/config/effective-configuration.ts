/** The configuration that an action runs with, from all the places that have a say in it. */
import { refuseClusterProperties } from './reserved-properties.ts';

type Properties = ReadonlyMap<string, string>;

export interface ConfigurationLayers {
  /** What the server says for the action's type, weakest first. */
  readonly serverDefaults: readonly Properties[];
  /**
   * The files of `<job-xml>`, evaluated: those of `<global>` first, then the action's.
   */
  readonly jobXmlFiles: readonly Properties[];
  /**
   * The action's `<configuration>` after `mergeAction`, expressions evaluated. It holds already,
   * weakest first: config-default.xml, the configuration and launcher of `<global>`, the action's
   * own launcher, its own properties.
   */
  readonly inline: Properties;
}

/**
 * Later layers win, so a property of config-default.xml beats one of a job-xml file.
 * @throws HowdahError JA010 for a property that says where or as whom the action runs
 */
export function effectiveConfiguration(layers: ConfigurationLayers): Map<string, string> {
  const { serverDefaults, jobXmlFiles, inline } = layers;
  for (const file of jobXmlFiles) refuseClusterProperties(file, 'job-xml');
  refuseClusterProperties(inline, 'inline configuration');
  const effective = new Map<string, string>();
  for (const layer of [...serverDefaults, ...jobXmlFiles, inline]) {
    for (const [name, value] of layer) effective.set(name, value);
  }
  return effective;
}

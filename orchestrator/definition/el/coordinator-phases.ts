/** The phases in which a coordinator's and a bundle's expressions are evaluated. */
import type {
  CoordinatorElContext,
  DataElContext,
  EchoElContext,
  FrequencyElContext,
  InstanceElContext,
} from './coordinator-el-context.ts';
import { catalogInFunctions, catalogOutFunctions } from './functions/catalog-functions.ts';
import {
  actionFunctions,
  actionTimeFunctions,
  dataInFunction,
  dataOutFunction,
  jobFunctions,
} from './functions/coordinator-action-functions.ts';
import * as echo from './functions/coordinator-echo-functions.ts';
import { frequencyFunctions, waitFunctions } from './functions/coordinator-frequency-functions.ts';
import {
  absoluteRangeFunction,
  dayFunctions,
  instanceFunctions,
} from './functions/coordinator-instance-functions.ts';
import { type LateElContext, lateFunctions } from './functions/coordinator-late-functions.ts';
import { formatFunctions, offsetFunctions } from './functions/coordinator-time-functions.ts';
import { elFunction } from './functions/el-function.ts';
import { hadoopFunctions } from './functions/hadoop-functions.ts';
import { Phase } from './phase.ts';
import { durationConstants } from './workflow-phases.ts';

const hadoopConf = { 'hadoop:conf': hadoopFunctions['hadoop:conf'] } as const;
const common = { ...jobFunctions, ...hadoopConf } as const;

/** The parts of a URI's time, which stand for themselves until an instance is known. */
const uriConstants = Object.fromEntries(
  ['MINUTE', 'HOUR', 'DAY', 'MONTH', 'YEAR'].map((name) => [name, `\${${name}}`]),
);

/** Frequencies of coordinators and datasets. */
export const frequencyPhase = new Phase<FrequencyElContext>({
  name: 'coord-job-submit-freq',
  functions: { ...frequencyFunctions, ...common },
});

/** How long data are waited for. */
export const waitPhase = new Phase<FrequencyElContext>({
  name: 'coord-job-wait-timeout',
  functions: { ...waitFunctions, ...hadoopConf },
});

/** Most attributes and texts at submission. */
export const attributePhase = new Phase<CoordinatorElContext>({
  name: 'coord-job-submit-nofuncs',
  functions: common,
  constants: uriConstants,
});

export const initialInstancePhase = new Phase<CoordinatorElContext>({
  name: 'coord-job-submit-initial-instance',
  functions: { ...common, ...offsetFunctions },
});

/** Instances at submission: checked, not found. */
export const instanceCheckPhase = new Phase<EchoElContext>({
  name: 'coord-job-submit-instances',
  functions: {
    ...common,
    ...echo.instanceSamples,
    ...echo.instanceEchoes,
    ...echo.lateInstanceEchoes,
    ...echo.dateEchoes,
  },
});

/** The workflow's configuration at submission: checked, not evaluated. */
export const dataCheckPhase = new Phase<EchoElContext>({
  name: 'coord-job-submit-data',
  functions: {
    ...common,
    ...echo.dataInEchoes,
    ...echo.dataOutEchoes,
    ...echo.timeEchoes,
    ...echo.dateEchoes,
    ...echo.actionEchoes,
  },
});

/** Service levels at submission. */
export const slaCheckPhase = new Phase<EchoElContext>({
  name: 'coord-sla-submit',
  functions: {
    ...common,
    ...echo.dataOutEchoes,
    'coord:nominalTime': echo.nominalTimeSample,
    'coord:actualTime': echo.timeEchoes['coord:actualTime'],
    ...echo.dateEchoes,
    ...echo.actionEchoes,
  },
  constants: durationConstants,
});

/** The ends of a range, which must be compared before the range is found. */
export const rangePhase = new Phase<InstanceElContext>({
  name: 'coord-action-create-inst',
  functions: {
    ...common,
    ...dayFunctions,
    ...echo.instanceEchoes,
    ...echo.lateInstanceEchoes,
    ...formatFunctions,
    ...offsetFunctions,
    ...absoluteRangeFunction,
  },
});

/** Instances when an action is materialised. */
export const instancePhase = new Phase<InstanceElContext>({
  name: 'coord-action-create',
  functions: {
    ...common,
    ...dayFunctions,
    ...echo.instanceEchoes,
    ...instanceFunctions,
    ...echo.lateInstanceEchoes,
    ...formatFunctions,
    ...actionFunctions,
    ...absoluteRangeFunction,
  },
});

/** The service levels of an action. */
export const actionSlaPhase = new Phase<DataElContext>({
  name: 'coord-sla-create',
  functions: {
    ...common,
    ...dataOutFunction,
    ...catalogOutFunctions,
    ...actionTimeFunctions,
    ...offsetFunctions,
    ...formatFunctions,
    ...actionFunctions,
  },
  constants: durationConstants,
});

/** The workflow's configuration when an action starts. */
export const actionStartPhase = new Phase<DataElContext>({
  name: 'coord-action-start',
  functions: {
    ...common,
    ...dataInFunction,
    ...dataOutFunction,
    ...catalogInFunctions,
    ...catalogOutFunctions,
    ...actionTimeFunctions,
    ...offsetFunctions,
    ...formatFunctions,
    ...actionFunctions,
  },
});

/** Instances that depend on what data exist, when an action waits for them. */
export const lateInstancePhase = new Phase<LateElContext>({
  name: 'coord-action-start',
  functions: lateFunctions,
});

/** A bundle's texts. */
export const bundlePhase = new Phase<Pick<CoordinatorElContext, 'properties'>>({
  name: 'bundle-submit',
  functions: {
    'bundle:conf': elFunction(
      ['text'],
      ({ properties }: Pick<CoordinatorElContext, 'properties'>, name) =>
        properties.get(name) ?? null,
    ),
  },
});

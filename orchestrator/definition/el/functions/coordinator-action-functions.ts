/** The functions that tell facts of a coordinator's job and action. */
import { formatOozieTime } from '../../../coordinator/time/oozie-time.ts';
import type {
  ActionElContext,
  CoordinatorElContext,
  DataElContext,
} from '../coordinator-el-context.ts';
import { elFunction } from './el-function.ts';

const conf = elFunction(
  ['text'],
  ({ properties }: CoordinatorElContext, name) => properties.get(name) ?? null,
);

const user = elFunction(
  [],
  ({ properties }: CoordinatorElContext) => properties.get('user.name') ?? null,
);

/** What every phase has. */
export const jobFunctions = { 'coord:conf': conf, 'coord:user': user } as const;

export const actionFunctions = {
  'coord:actionId': elFunction([], ({ actionId }: ActionElContext) => actionId),
  'coord:name': elFunction([], ({ name }: ActionElContext) => name),
} as const;

export const actionTimeFunctions = {
  'coord:nominalTime': elFunction([], ({ nominalTimeMs, processing }: ActionElContext) =>
    formatOozieTime(nominalTimeMs, processing),
  ),
  'coord:actualTime': elFunction([], ({ actualTimeMs, processing }: ActionElContext) =>
    formatOozieTime(actualTimeMs, processing),
  ),
} as const;

/** The URIs that were found; while some are unknown, the expression itself. */
const dataIn = elFunction(['text'], (context: DataElContext, name) => {
  const data = context.dataIn(name);
  if (data?.isUnresolved === true) return `\${coord:dataIn('${name}')}`;
  return data?.uris ?? null;
});

const dataOut = elFunction(
  ['text'],
  (context: DataElContext, name) => context.dataOut(name)?.uris ?? null,
);

export const dataInFunction = { 'coord:dataIn': dataIn } as const;
export const dataOutFunction = { 'coord:dataOut': dataOut } as const;

/** A stage for other processes: functions as bytes, and all of it as bytes. */
import { serialize } from 'node:v8';
import { closureToBytes } from '../../closure/closure-bytes.ts';
import type { StageMessage } from '../../executor/slot-protocol.ts';
import { isLibraryFunction } from '../../rdd/library-function.ts';
import { mapPlanFunctions } from '../../rdd/map-functions.ts';

export function stageBody(stage: StageMessage): Uint8Array {
  const plan = mapPlanFunctions(stage.plan, (fn) =>
    isLibraryFunction(fn) || fn instanceof Uint8Array ? fn : closureToBytes(fn),
  );
  return serialize({ ...stage, plan });
}

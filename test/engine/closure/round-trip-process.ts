/**
 * Runs programs the way submit does, with functions making the whole way to an executor and back:
 * described, as bytes, revived from the executor's files. Started by round-trip.ts as a process of
 * its own, because bundled programs must share the engine's modules with it.
 */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { systemClock } from '../../../base/time/system-clock.ts';
import { prepareProgram } from '../../../engine/closure/bundle/prepare-program.ts';
import { checkClosure } from '../../../engine/closure/check-closure.ts';
import { closureFromBytes, closureToBytes } from '../../../engine/closure/closure-bytes.ts';
import { setCurrentProgram } from '../../../engine/closure/current-program.ts';
import { describeClosure } from '../../../engine/closure/describe-closure.ts';
import { loadProgram } from '../../../engine/closure/load-program.ts';
import { reviveClosure } from '../../../engine/closure/revive-closure.ts';

type AnyFunction = Parameters<typeof describeClosure>[0];

const outcomes: unknown[] = [];
let reported: unknown[] = [];

/** What the programs use: `travel` a function, `report` values, `failure` of what must not travel. */
Object.assign(globalThis, {
  travel(fn: AnyFunction): AnyFunction {
    checkClosure(fn);
    return reviveClosure(closureFromBytes(closureToBytes(describeClosure(fn))));
  },
  report(...values: unknown[]): void {
    reported.push(...values);
  },
  failure(fn: AnyFunction): unknown {
    try {
      describeClosure(fn);
    } catch (error) {
      return error instanceof HowdahError
        ? { code: error.code, message: error.message, line: error.position?.line ?? null }
        : String(error);
    }
    return 'it travelled';
  },
});

for (const app of process.argv.slice(2)) {
  reported = [];
  try {
    const program = await prepareProgram(app, process.env, systemClock);
    setCurrentProgram(program.location);
    await loadProgram(program.location);
    await import(program.driverUrl);
    outcomes.push(reported);
  } catch (error) {
    outcomes.push((error as Error).stack);
  }
}
process.stdout.write(JSON.stringify(outcomes));

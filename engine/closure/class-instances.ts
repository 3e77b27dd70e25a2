/** Whether an object can be made anew from its properties and its class's code. */
import { types } from 'node:util';
import { type AnyFunction, readerOf } from './annotation.ts';
import { driverManifest, placeOf } from './driver-manifest.ts';
import { taskNotSerializable } from './task-not-serializable.ts';
import type { Trail } from './value-stand-ins.ts';

/**
 * True for objects without prototype and for instances of the program's classes. Bases must be the
 * program's too: what a built-in base keeps inside (an array's length, a socket's handle) is in no
 * property.
 * @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` for a class with private members
 */
export function isReconstructible(value: object, trail: Trail): boolean {
  if (types.isProxy(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) {
    return true;
  }
  for (let level = prototype; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    const owner: unknown =
      typeof level === 'object' && level !== null
        ? Object.getOwnPropertyDescriptor(level, 'constructor')?.value
        : undefined;
    const read = typeof owner === 'function' ? readerOf(owner) : undefined;
    if (read === undefined || (owner as AnyFunction).prototype !== level) {
      return false;
    }
    const row = driverManifest().functions[read()[0]];
    if (row?.hasPrivateMembers === true) {
      const classPlace = placeOf(row);
      const captor = trail.captor === undefined ? '' : `, captured by ${trail.captor},`;
      throw taskNotSerializable({
        subject: `'${trail.path}'${captor}`,
        place: trail.place,
        reason:
          `is an instance of class ${row.name} (${classPlace.file}:${classPlace.line}), ` +
          'whose private members cannot travel to an executor',
        mend: 'capture the plain values that are needed, or make the instance inside the function',
      });
    }
  }
  return true;
}

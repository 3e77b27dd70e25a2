/** Turns a function with all that it captured into a graph that structured clone can carry. */
import { types } from 'node:util';
import { type AnyFunction, type CaptureReader, methodMarkOf, readerOf } from './annotation.ts';
import { isReconstructible } from './class-instances.ts';
import type { CapturedClosure, FunctionOrigin, Repair } from './closure-reference.ts';
import { currentProgram } from './current-program.ts';
import { driverManifest, placeOf } from './driver-manifest.ts';
import { containerKind, isLeaf, isPlain, symbolMembers } from './plain-values.ts';
import type { ManifestFunction } from './program-manifest.ts';
import { selfContainedSource } from './self-contained-source.ts';
import { builtinPathOf, globalPathOf } from './standard-functions.ts';
import { taskNotSerializable } from './task-not-serializable.ts';
import { isTraveller, type Traveller } from './traveller.ts';
import { cannotTravel, type StandIn, standInFor, type Trail } from './value-stand-ins.ts';

const classNumbers = new WeakMap<object, number>();
let classCount = 0;

export class ClosureEncoder {
  readonly closures: CapturedClosure[] = [];
  readonly repairs: Repair[] = [];
  private readonly indexes = new Map<object, number>();
  private readonly copies = new Map<object, object>();
  private readonly plain = new Set<object>();
  private readonly travellers: Set<Traveller>;

  /** @param travellers gets every one that is met */
  constructor(travellers: Set<Traveller>) {
    this.travellers = travellers;
  }

  /** Adds a function, with what it captured, and answers its index. */
  add(fn: AnyFunction, trail: Trail): number {
    const known = this.indexes.get(fn);
    if (known !== undefined) {
      return known;
    }
    const index = this.closures.length;
    this.indexes.set(fn, index);
    const read = readerOf(fn);
    if (read === undefined) {
      this.closures.push({ origin: { kind: 'global', path: [] }, values: [] });
      this.closures[index] = { origin: this.unmarkedOrigin(fn, trail), values: [] };
      return index;
    }
    const [functionId, ...captured] = readCaptured(read);
    const row = driverManifest().functions[functionId] as ManifestFunction;
    if (row.obstacle !== undefined) {
      throw taskNotSerializable({
        subject: describeFunction(row),
        place: placeOf(row),
        reason: `${row.obstacle}, so it cannot leave the place where it is written`,
        mend: 'move what it needs into variables and use those',
      });
    }
    const values: unknown[] = [];
    const keys = Object.keys(fn).filter((key) => !row.isClass || this.isCarriedStatic(fn, key));
    const properties = keys.length === 0 ? undefined : {};
    const origin = programOrigin(fn, functionId, row);
    this.closures.push({ origin, values, ...(properties && { properties }) });
    this.encodeCaptured(row, captured, values);
    for (const key of keys) {
      const path = `${row.name === 'anonymous' ? trail.path : row.name}.${key}`;
      const member = Reflect.get(fn, key) as unknown;
      this.place(properties ?? {}, key, member, { ...trail, path });
    }
    return index;
  }

  /**
   * Static members of a class have the driver's present values where those are plain values or
   * functions of the program; others are what the class's own code makes on the executor.
   */
  private isCarriedStatic(owner: AnyFunction, key: string): boolean {
    const value = Reflect.get(owner, key) as unknown;
    return typeof value === 'function' ? readerOf(value) !== undefined : isPlain(value, this.plain);
  }

  private encodeCaptured(
    row: ManifestFunction,
    captured: readonly unknown[],
    values: unknown[],
  ): void {
    for (const [position, { name, line }] of row.captured.entries()) {
      this.place(values, position, captured[position], {
        path: name,
        captor: describeFunction(row),
        place: placeOf(row, line),
      });
    }
  }

  /** Puts at `container[key]` what structured clone can carry, and notes what to put right. */
  private place(container: object, key: string | number, value: unknown, trail: Trail): void {
    let placed: unknown;
    if (typeof value === 'function') {
      const index = this.add(value as AnyFunction, trail);
      this.repairs.push({ kind: 'closure', container, key, index });
    } else if (typeof value === 'symbol') {
      const standIn = standInFor(value);
      if (standIn === undefined) {
        throw cannotTravel(value, trail);
      }
      const { type, state } = standIn;
      this.repairs.push({ kind: 'value', container, key, type, state });
    } else if (typeof value === 'object' && value !== null) {
      const standIn = isPlain(value, this.plain) ? undefined : this.standIn(value, trail);
      if (standIn !== undefined) {
        this.repairs.push({
          kind: 'value',
          container,
          key,
          ...this.encodedStandIn(standIn, trail),
        });
      } else {
        placed = this.plain.has(value) ? value : this.copy(value, trail);
      }
    } else {
      placed = value;
    }
    Reflect.set(container, key, placed);
  }

  private encodedStandIn({ functions, ...standIn }: StandIn, trail: Trail) {
    return functions === undefined
      ? standIn
      : { ...standIn, functions: functions.map((fn) => this.add(fn, trail)) };
  }

  /** Undefined for what is copied member by member. */
  private standIn(value: object, trail: Trail): StandIn | undefined {
    const isOrdinary = containerKind(value) !== undefined || isLeaf(value);
    if (isOrdinary && !types.isProxy(value)) {
      return undefined;
    }
    const standIn = standInFor(value);
    if (isTraveller(value)) {
      this.travellers.add(value);
    }
    if (standIn === undefined && !isReconstructible(value, trail)) {
      throw cannotTravel(value, trail);
    }
    return standIn;
  }

  private copy(value: object, trail: Trail): object {
    const known = this.copies.get(value);
    if (known !== undefined) {
      return known;
    }
    const kind = containerKind(value);
    switch (kind) {
      case 'map':
      case 'set':
        return this.copyCollection(value as Map<unknown, unknown> | Set<unknown>, trail);
      case 'array':
      case 'object':
        return this.copyMembers(value, kind === 'array' ? [] : {}, trail);
      default:
        return this.copyInstance(value, trail);
    }
  }

  private copyMembers(value: object, copy: object, trail: Trail): object {
    this.copies.set(value, copy);
    for (const key of Object.keys(value)) {
      const isIndex = Array.isArray(value) && /^\d+$/.test(key);
      const path = isIndex ? `${trail.path}[${key}]` : `${trail.path}.${key}`;
      this.place(copy, key, Reflect.get(value, key), { ...trail, path });
    }
    this.noteSymbolMembers(value, copy, trail);
    return copy;
  }

  /** Members whose names are symbols are put in after the clone. */
  private noteSymbolMembers(value: object, copy: object, trail: Trail): void {
    const members: unknown[] = [];
    for (const name of symbolMembers(value)) {
      const path = `${trail.path}[${name.description ?? ''}]`;
      this.place(members, members.length, name, { ...trail, path });
      this.place(members, members.length, Reflect.get(value, name), { ...trail, path });
    }
    if (members.length > 0) {
      this.repairs.push({ kind: 'members', container: copy, members });
    }
  }

  /** Entries are put in after the clone: a key or member may be something to put right itself. */
  private copyCollection(value: Map<unknown, unknown> | Set<unknown>, trail: Trail): object {
    const copy = value instanceof Map ? new Map() : new Set();
    this.copies.set(value, copy);
    const members: unknown[] = [];
    let position = 0;
    for (const member of value instanceof Map ? [...value].flat(1) : value) {
      this.place(members, position++, member, { ...trail, path: `${trail.path}[…]` });
    }
    this.repairs.push({ kind: 'members', container: copy, members });
    return copy;
  }

  private copyInstance(value: object, trail: Trail): object {
    const prototype = Object.getPrototypeOf(value) as { constructor?: unknown } | null;
    const copy = this.copyMembers(value, {}, trail);
    if (prototype === null) {
      this.repairs.push({ kind: 'prototype-null', container: copy });
    } else {
      const classIndex = this.add(prototype.constructor as AnyFunction, {
        ...trail,
        path: `${trail.path}.constructor`,
      });
      this.repairs.push({ kind: 'instance', container: copy, classIndex });
    }
    return copy;
  }

  private unmarkedOrigin(fn: AnyFunction, trail: Trail): FunctionOrigin {
    const method = methodMarkOf(fn);
    if (method !== undefined) {
      const { isStatic, name } = method;
      const owner = this.add(method.owner, trail);
      return { kind: 'method', owner, isStatic, name };
    }
    const path = globalPathOf(fn);
    if (path !== undefined) {
      return { kind: 'global', path };
    }
    const modules = currentProgram() === undefined ? [] : driverManifest().builtinModules;
    const builtin = builtinPathOf(fn, modules);
    return builtin === undefined
      ? { kind: 'source', source: selfContainedSource(fn, trail) }
      : { kind: 'builtin', ...builtin };
  }
}

/** The program's words for a function in messages. */
function describeFunction(row: ManifestFunction): string {
  const what = row.isClass ? 'class' : 'function';
  return row.name === 'anonymous' ? `the ${what}` : `the ${what} '${row.name}'`;
}

function programOrigin(fn: object, functionId: number, row: ManifestFunction): FunctionOrigin {
  const origin = { kind: 'program', file: row.executorFile, functionId } as const;
  if (!row.isClass) {
    return origin;
  }
  const classNumber = classNumbers.get(fn) ?? classCount++;
  classNumbers.set(fn, classNumber);
  return { ...origin, classNumber };
}

function readCaptured(read: CaptureReader): readonly [functionId: number, ...values: unknown[]] {
  try {
    return read();
  } catch (error) {
    // A variable that is not initialised yet; the reader's text begins with the function's number.
    const functionId = Number(/\[(\d+)/.exec(read.toString())?.[1]);
    const row = driverManifest().functions[functionId] as ManifestFunction;
    const name = /'(.*?)'/.exec((error as Error).message)?.[1] ?? '';
    const use = row.captured.find((variable) => variable.name === name);
    throw taskNotSerializable({
      subject: `'${name}', captured by ${describeFunction(row)},`,
      place: placeOf(row, use?.line),
      reason: 'has no value yet',
      mend: 'declare it above the action that runs the function',
      cause: error,
    });
  }
}

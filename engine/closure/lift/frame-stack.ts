/** The functions and classes around the code being walked, and what that code asks of them. */
import type { Liftable } from './liftable.ts';
import type { Variable } from './scope.ts';

/** One function, class or class member around the code. */
export interface Frame {
  /** Undefined for what is never lifted by itself, such as the methods of a class. */
  readonly liftable: Liftable | undefined;
  /** Whether `this` and `arguments` in it are its own: true for all but arrows and classes. */
  readonly hasOwnThis: boolean;
  readonly privateNames?: ReadonlySet<string>;
}

export class FrameStack {
  private readonly frames: Frame[] = [];

  get isEmpty(): boolean {
    return this.frames.length === 0;
  }

  /** Walks something inside a frame. */
  within(frame: Frame, walk: () => void): void {
    this.frames.push(frame);
    walk();
    this.frames.pop();
  }

  /** A use of a variable: every function between it and the variable's scope captures it. */
  capture(variable: Variable, offset: number): void {
    for (const { liftable } of this.frames) {
      const isOutside =
        liftable !== undefined &&
        variable.scope.depth <= liftable.outer.depth &&
        variable.declaration !== liftable.node;
      if (isOutside && variable.kind === 'import') {
        liftable.imports.add(variable);
      } else if (isOutside && !liftable.captured.has(variable)) {
        liftable.captured.set(variable, offset);
      }
    }
  }

  /**
   * A use of `this` or `arguments`: the arrows up to the function that it belongs to capture it.
   */
  captureThis(use: 'usesThis' | 'usesArguments'): void {
    for (const frame of this.frames.toReversed()) {
      if (frame.hasOwnThis) {
        return;
      }
      if (frame.liftable !== undefined) {
        frame.liftable[use] = true;
      }
    }
  }

  /** Something that is bound to the place of the function, and that no factory can give it. */
  obstruct(obstacle: string): void {
    for (const { liftable, hasOwnThis } of this.frames.toReversed()) {
      if (liftable !== undefined && (!hasOwnThis || liftable.kind === 'method')) {
        liftable.obstacle = obstacle;
      }
      if (hasOwnThis) {
        return;
      }
    }
  }

  usePrivateName(name: string): void {
    for (const { liftable, privateNames } of this.frames.toReversed()) {
      if (privateNames?.has(name)) {
        return;
      }
      if (liftable !== undefined) {
        liftable.obstacle = `uses the private member #${name} of the class around it`;
      }
    }
  }
}

/** Rows through a program of the operating system. */
import { RDD } from './rdd.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * The lines that a program prints when it is given the rows as lines, one process a partition.
     * Lazy, no shuffle. A program that fails fails its task.
     * @param command the program and its words, or a text that is split at white space; no shell
     * @param env added to the environment of the executor
     */
    pipe(command: string | readonly string[], env?: Readonly<Record<string, string>>): RDD<string>;
  }
}

const functions = {
  pipe(
    this: RDD<unknown>,
    command: string | readonly string[],
    env: Readonly<Record<string, string>> = {},
  ) {
    const words = typeof command === 'string' ? command.split(/\s+/).filter(Boolean) : command;
    if (words.length === 0) {
      throw new TypeError('pipe needs a program to run');
    }
    const bound = { command: [...words], environment: { ...env }, directory: process.cwd() };
    return this.throughLibrary('pipe', { library: 'pipe', bound });
  },
};

Object.assign(RDD.prototype, functions);

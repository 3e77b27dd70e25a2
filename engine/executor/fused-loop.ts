/**
 * Row operators that follow each other become one loop. Its text is compiled anew for every stage:
 * the engine below then sees only this stage's functions at each call and inlines them, which it
 * cannot do in a loop that all stages share.
 */
import type { FixedOperatorKind, RowOperatorKind } from '../rdd/plan.ts';
import type { BatchSource } from './batch-source.ts';
import { iterableToArray } from './iterable-to-array.ts';

export type RowFunction = (...values: never[]) => unknown;

export type FusedOperator =
  | { readonly kind: RowOperatorKind; readonly fn: RowFunction }
  | { readonly kind: FixedOperatorKind };

/** What the loop does with a row: statements around the loop and in it. */
export interface LoopSink {
  readonly before: string;
  /** The statement for the row in the variable of that name. */
  readonly row: (variable: string) => string;
  readonly after: string;
  /** Values that the statements name. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Runs over one batch. `state` is what the sink keeps between batches. */
export type FusedLoop = (batch: never, state: unknown) => unknown;

const openings: Readonly<Record<BatchSource['form'], string>> = {
  rows:
    'const length = batch.length;\n' +
    'for (let i = 0; i < length; i += 1) {\nconst v0 = batch[i];\n',
  range:
    'const { start, step, count } = batch;\n' +
    'for (let i = 0; i < count; i += 1) {\nconst v0 = start + i * step;\n',
  pairs:
    'const { keys, values, from, to } = batch;\n' +
    'for (let i = from; i < to; i += 1) {\nconst v0 = [keys[i], values[i]];\n',
};

export const rowsSink: LoopSink = {
  before: 'const out = [];',
  row: (variable) => `out.push(${variable});`,
  after: 'return out;',
  values: {},
};

/**
 * Compiles the loops of one stage. Tasks whose functions captured something get functions of their
 * own, so the text is compiled once a stage and bound to each task's functions.
 */
export class LoopCompiler {
  private readonly makers = new Map<string, (...values: unknown[]) => FusedLoop>();

  /** @param form what the batches are made of */
  compile(
    form: BatchSource['form'],
    operators: readonly FusedOperator[],
    sink: LoopSink,
  ): FusedLoop {
    const values: Record<string, unknown> = { ...sink.values, toArray: iterableToArray };
    for (const [index, operator] of operators.entries()) {
      if ('fn' in operator) {
        values[`f${index}`] = operator.fn;
      }
    }
    const names = Object.keys(values);
    const text = loopText(form, operators, sink);
    const key = `${names.join()}\n${text}`;
    let make = this.makers.get(key);
    if (make === undefined) {
      make = new Function(...names, text) as (...values: unknown[]) => FusedLoop;
      this.makers.set(key, make);
    }
    return make(...Object.values(values));
  }
}

function loopText(
  form: BatchSource['form'],
  operators: readonly FusedOperator[],
  sink: LoopSink,
): string {
  let body = openings[form];
  let closing = '}\n';
  for (const [index, operator] of operators.entries()) {
    const statement = statementOf(operator.kind, `f${index}`, `v${index}`, `v${index + 1}`, index);
    body += statement.text;
    closing += statement.isLoop ? '}\n' : '';
  }
  body += `${sink.row(`v${operators.length}`)}\n${closing}`;
  const statements = `${sink.before}\n${body}${sink.after}`;
  return `"use strict";\nreturn function fusedLoop(batch, state) {\n${statements}\n};`;
}

function statementOf(
  kind: FusedOperator['kind'],
  fn: string,
  from: string,
  to: string,
  index: number,
): { text: string; isLoop: boolean } {
  const single = (text: string) => ({ text: `${text}\n`, isLoop: false });
  switch (kind) {
    case 'map':
      return single(`const ${to} = ${fn}(${from});`);
    case 'filter':
      return single(`if (!${fn}(${from})) continue;\nconst ${to} = ${from};`);
    case 'key-by':
      return single(`const ${to} = [${fn}(${from}), ${from}];`);
    case 'map-values':
      return single(`const ${to} = [${from}[0], ${fn}(${from}[1])];`);
    case 'keys':
      return single(`const ${to} = ${from}[0];`);
    case 'values':
      return single(`const ${to} = ${from}[1];`);
    case 'pair-with-null':
      return single(`const ${to} = [${from}, null];`);
    case 'flatten-pairs':
      return loopOver(`${from}[1]`, index, `const ${to} = [${from}[0], many${index}[j${index}]];`);
    case 'flat-map':
      return loopOver(
        `toArray(${fn}(${from}), 'flatMap')`,
        index,
        `const ${to} = many${index}[j${index}];`,
      );
    case 'flat-map-values':
      return loopOver(
        `toArray(${fn}(${from}[1]), 'flatMapValues')`,
        index,
        `const ${to} = [${from}[0], many${index}[j${index}]];`,
      );
  }
}

function loopOver(many: string, index: number, first: string): { text: string; isLoop: boolean } {
  const counter = `j${index}`;
  return {
    text:
      `const many${index} = ${many};\n` +
      `for (let ${counter} = 0; ${counter} < many${index}.length; ${counter} += 1) {\n${first}\n`,
    isLoop: true,
  };
}

/** What a function of the expression language is: data, so that phases are lists of them. */
import type { ElMap, ElValue } from '../evaluation/el-value.ts';

/** Types to which arguments are turned before a call. */
interface ParameterValues {
  /** Null becomes ''. */
  text: string;
  /** Java's int. */
  integer: number;
  /** Null passes. */
  map: ElMap | null;
  /** As it comes. */
  value: ElValue;
}

export type ParameterType = keyof ParameterValues;

type Arguments<Types extends readonly ParameterType[]> = {
  [Index in keyof Types]: ParameterValues[Types[Index]];
};

/** @template Context what its phase lets it know */
export interface ElFunction<in Context> {
  readonly parameters: readonly ParameterType[];
  /**
   * Whether it reads files or asks other servers, so that it must not be called in a transaction.
   */
  readonly doesInputOutput: boolean;
  /** Gets values of the types of `parameters`. Throws HowdahError EL_ERROR. */
  readonly call: (context: Context, ...values: never[]) => ElValue;
}

/** Functions by their name as written, such as `wf:conf`. */
export type ElFunctions<Context> = ReadonlyMap<string, ElFunction<Context>>;

export function elFunction<const Types extends readonly ParameterType[], Context = unknown>(
  parameters: Types,
  call: (context: Context, ...values: Arguments<Types>) => ElValue,
  doesInputOutput = false,
): ElFunction<Context> {
  return { parameters, call: call as unknown as ElFunction<Context>['call'], doesInputOutput };
}

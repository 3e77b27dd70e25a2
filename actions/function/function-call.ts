/** What the server and its function threads say to each other. */
export interface FunctionCall {
  readonly modulePath: string;
  readonly exportName: string;
  readonly arguments: readonly string[];
}

export type FunctionReply =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly message: string; readonly stack: string };

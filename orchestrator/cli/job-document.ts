/** What can be printed of a job as it is. */
export type JobDocument =
  | { readonly kind: 'definition' }
  | { readonly kind: 'log'; readonly levels: readonly string[] }
  | { readonly kind: 'graph'; readonly format: 'dot' | 'svg' };

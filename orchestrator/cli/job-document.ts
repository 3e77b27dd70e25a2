/** What can be printed of a job as it is. */
export type JobDocument =
  | { readonly kind: 'definition' }
  | {
      readonly kind: 'log';
      readonly levels: readonly string[];
      /** Only of these actions of a coordinator. */
      readonly scope?: { readonly actions: string } | { readonly dates: string } | undefined;
    }
  | { readonly kind: 'graph'; readonly format: 'dot' | 'svg' };

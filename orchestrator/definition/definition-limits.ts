/** Bounds on what a definition may cost to read. */

export interface DefinitionLimits {
  /**
   * Longest definition in bytes of UTF-8; Oozie's property
   * `oozie.service.WorkflowAppService.WorkflowDefinitionMaxLength`.
   */
  readonly sizeBytesMax: number;
  /** Deepest nesting of elements; no valid definition comes near it, and walks may recurse. */
  readonly depthMax: number;
  /** Most elements; keeps a hostile file under a raised size limit from filling the memory. */
  readonly elementsMax: number;
  /** Most values that YAML aliases may expand to, so that a small file cannot become a huge one. */
  readonly aliasesMax: number;
}

export const defaultDefinitionLimits: DefinitionLimits = {
  sizeBytesMax: 100_000,
  depthMax: 64,
  elementsMax: 1_000_000,
  aliasesMax: 100,
};

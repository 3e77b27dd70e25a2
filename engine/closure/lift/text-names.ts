/** The names that lifting adds to a program's text; no program has a reason to use them. */
export const markFunctionName = '$howdah_function';
export const markClassName = '$howdah_class';
export const markObjectMethodsName = '$howdah_methods';
export const registryName = '$howdah_program';
export const importMetaName = '$howdah_importMeta';
export const dynamicImportName = '$howdah_import';
export const requireName = '$howdah_require';
/** The export of a stub that holds the whole namespace of its module. */
export const namespaceExport = '$howdah_namespace';

/** What bundled programs import of program-environment.ts, as written there. */
type Environment = keyof typeof import('../program-environment.ts');
export const environmentExports = {
  importMetaOf: importMetaName,
  dynamicImportFrom: dynamicImportName,
  requireFrom: requireName,
} as const satisfies Record<Environment, string>;

/** URLs of the modules of the running installation that a program's files import. */
export interface RuntimeModules {
  /** What `howdah` means in a program. */
  readonly engine: string;
  readonly annotation: string;
  readonly programRegistry: string;
  readonly programEnvironment: string;
}

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

/** URLs of the modules of the running installation that a program's files import. */
export interface RuntimeModules {
  /** What `howdah` means in a program. */
  readonly engine: string;
  readonly annotation: string;
  readonly programRegistry: string;
  readonly programEnvironment: string;
}

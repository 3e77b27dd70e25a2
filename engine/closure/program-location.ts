/** Where the files of a bundled program lie, as an executor on this host is told. */
export interface ProgramLocation {
  /** Hash of everything that went into the files. */
  readonly programId: string;
  /** Absolute path of the directory with the executor files and their `manifest.json`. */
  readonly directory: string;
}

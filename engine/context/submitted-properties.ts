/** The properties that submit was started with: what a new SparkConf of the program begins with. */

let properties: ReadonlyMap<string, string> = new Map();

export function setSubmittedProperties(submitted: ReadonlyMap<string, string>): void {
  properties = submitted;
}

/** Empty in a process that submit did not start. */
export function submittedProperties(): ReadonlyMap<string, string> {
  return properties;
}

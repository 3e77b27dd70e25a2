/** The engine's functions that are loaded when a stage first needs one of them. */

import { fileFunctions } from './file-functions.ts';
import { mergeFunctions } from './merge-functions.ts';
import { pipeFunctions } from './pipe-functions.ts';
import { samplingFunctions } from './sampling-functions.ts';
import { statisticsFunctions } from './statistics-functions.ts';

export const rareFunctions = {
  ...fileFunctions,
  ...mergeFunctions,
  ...pipeFunctions,
  ...samplingFunctions,
  ...statisticsFunctions,
} as const;

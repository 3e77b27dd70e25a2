/** Bounds on what an expression may cost to read and to evaluate. */

/**
 * Longest text, in UTF-16 units, that is read as a template. An action's whole element is evaluated
 * as one text, and a definition has at most 100,000 bytes by default, so this leaves room for
 * raised limits while a hostile text cannot hold the server for long.
 */
export const TEMPLATE_LENGTH_MAX = 4_194_304;

/**
 * Deepest nesting of an expression (brackets, function calls, operators). Reading and evaluating
 * recurse once a level; real expressions stay below ten.
 */
export const EXPRESSION_DEPTH_MAX = 256;

/**
 * Longest text that an evaluation may give. Functions such as replaceAll can multiply their input,
 * and the result becomes part of a row.
 */
export const RESULT_LENGTH_MAX = 16_777_216;

/** Calls of lambdas within calls of lambdas: those that apply themselves would never end. */
export const LAMBDA_DEPTH_MAX = 64;

/** Calls of lambdas in one evaluation: without it few characters could ask for hours of work. */
export const LAMBDA_CALLS_MAX = 10_000;

/** Templates kept compiled for each phase; the one read longest ago goes first. */
export const CACHED_TEMPLATES_MAX = 4_096;

/**
 * Characters of the texts kept compiled for each phase. Bounds the memory of the cache where texts
 * are long, as whole elements are.
 */
export const CACHED_CHARACTERS_MAX = 8_388_608;

/** Words of a closed list that a query may give several times, in any case. */

/** @returns undefined where one of them is not in the list: Spark's interface answers 404 then */
export function wordsOf(
  query: URLSearchParams,
  name: string,
  known: readonly string[],
): string[] | undefined {
  const words = query.getAll(name).map((word) => word.toUpperCase());
  return words.every((word) => known.includes(word)) ? words : undefined;
}

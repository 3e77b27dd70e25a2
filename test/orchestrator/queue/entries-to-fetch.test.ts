/** How many fetches the entries that were sent are worth. */
import { expect, test } from 'vitest';
import { EntriesToFetch } from '../../../orchestrator/queue/entries-to-fetch.ts';

/** Begins every fetch that is due, and returns what their answers are told with. */
function beginDue(entries: EntriesToFetch): number[] {
  const begun: number[] = [];
  while (entries.isFetchDue) begun.push(entries.fetchBegun());
  return begun;
}

test('each entry is worth one fetch', () => {
  const entries = new EntriesToFetch();
  expect(beginDue(entries)).toHaveLength(0);
  entries.add(['a', 'b']);
  const [first = 0, second = 0, ...others] = beginDue(entries);
  expect(others).toEqual([]);
  entries.fetched(first, 'b');
  entries.add(['c']);
  entries.fetched(second, 'a');
  const [third = 0] = beginDue(entries);
  entries.fetched(third, 'c');
  expect(entries.isFetchDue).toBe(false);
});

test('a fetch that brings the entry of somebody else is made once more', () => {
  const entries = new EntriesToFetch();
  entries.add(['a']);
  const [first = 0] = beginDue(entries);
  entries.fetched(first, 'left by an earlier life');
  const [second = 0] = beginDue(entries);
  entries.fetched(second, 'a');
  expect(entries.isFetchDue).toBe(false);
});

test('what the queue has lost is not looked for any more', () => {
  const entries = new EntriesToFetch();
  entries.add(['a', 'b', 'c']);
  for (const begun of beginDue(entries)) entries.fetched(begun, undefined);
  expect(entries.isFetchDue).toBe(false);
  entries.add(['d']);
  expect(entries.isFetchDue).toBe(true);
});

test('a fetch that found nothing says nothing of what was sent after it', () => {
  const entries = new EntriesToFetch();
  entries.add(['there already', 'a']);
  const begun = entries.fetchBegun();
  entries.add(['a', 'b']);
  entries.fetched(begun, undefined);
  expect(beginDue(entries)).toHaveLength(2);
});

test('a fetch that did not take place is made once more', () => {
  const entries = new EntriesToFetch();
  entries.add(['a']);
  expect(beginDue(entries)).toHaveLength(1);
  entries.fetchFailed();
  expect(beginDue(entries)).toHaveLength(1);
});

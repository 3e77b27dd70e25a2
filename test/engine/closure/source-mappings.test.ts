/** Source maps: read and written without loss, and kept when text is cut up and put together. */
import { SourceMap } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder, MappedText } from '../../../engine/closure/lift/mapped-text.ts';
import {
  decodeMappings,
  encodeMappings,
  type Mapping,
} from '../../../engine/closure/lift/source-mappings.ts';

const places = fc.record({
  source: fc.nat(5),
  line: fc.nat(100_000),
  column: fc.nat(100_000),
});

/** A text of lines and mappings at some of its characters. */
const mappedTexts = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 40 }))
  .map((parts) => parts.join(''))
  .chain((text) =>
    fc
      .uniqueArray(fc.nat(Math.max(0, text.length - 1)), { maxLength: text.length })
      .chain((offsets) =>
        fc.array(places, { minLength: offsets.length, maxLength: offsets.length }).map((all) => ({
          text,
          mappings: offsets
            .sort((left, right) => left - right)
            .map(
              (offset, index): Mapping => ({ offset, ...(all[index] as Omit<Mapping, 'offset'>) }),
            ),
        })),
      ),
  );

test('decoding gives back what was encoded', () => {
  fc.assert(
    fc.property(mappedTexts, ({ text, mappings }) => {
      expect(decodeMappings(encodeMappings(mappings, text), text)).toEqual(mappings);
    }),
  );
});

test('Node finds each place that was encoded', () => {
  fc.assert(
    fc.property(mappedTexts, ({ text, mappings }) => {
      const encoded = encodeMappings(mappings, text);
      const sources = ['0', '1', '2', '3', '4', '5'];
      const map = new SourceMap({
        version: 3,
        file: '',
        sourceRoot: '',
        sourcesContent: [],
        names: [],
        sources,
        mappings: encoded,
      });
      for (const { offset, source, line, column } of mappings) {
        const before = text.slice(0, offset).split('\n');
        const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
        expect(entry).toMatchObject({
          originalSource: String(source),
          originalLine: line,
          originalColumn: column,
        });
      }
    }),
  );
});

test('code keeps its place when text is inserted, replaced and repeated around it', () => {
  const text = 'alpha beta\ngamma';
  const mappings = [...text].map((_, offset) => ({ offset, source: 0, line: offset, column: 7 }));
  const mapped = new MappedText({ text, mappings, sources: ['/app.ts'] });
  mapped.append('header\n');
  const edits = inOrder([
    { start: 11, end: 11, text: 'f(' },
    { start: 6, end: 10, text: 'BETA' },
  ]);
  mapped.appendRange(0, text.length, edits);
  mapped.append(' + ');
  mapped.appendRange(6, 10);
  const output = mapped.toString();
  expect(output).toBe('header\nalpha BETA\nf(gamma + beta');
  const decoded = decodeMappings(mapped.sourceMap().mappings, output);
  const placeOf = (word: string) =>
    decoded.find((mapping) => mapping.offset === output.lastIndexOf(word))?.line;
  expect([placeOf('alpha'), placeOf('gamma'), placeOf('beta')]).toEqual([0, 11, 6]);
});

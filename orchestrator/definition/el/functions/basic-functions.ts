/** The functions without a prefix that work on texts (Oozie's ELConstantsFunctions). */
import { checkResultLength } from '../evaluation/result-length.ts';
import { elFunction } from './el-function.ts';
import { replaceAllMatches, splitAtMatches } from './java-regular-expression.ts';

/** The first argument unless it is null. */
export const firstNotNull = elFunction(['value', 'value'], (_, first, second) => first ?? second);

export const concat = elFunction(['text', 'text'], (_, first, second) => {
  checkResultLength(first.length + second.length);
  return first + second;
});

/** `regex` and `replacement` are those of java.lang.String.replaceAll. */
export const replaceAll = elFunction(['text', 'text', 'text'], (_, text, regex, replacement) =>
  replaceAllMatches(text, regex, replacement),
);

/**
 * Appends to every piece between delimiters. The delimiter is a regular expression for splitting,
 * but stands as it is in the result; empty pieces at the end are lost. Without a delimiter it goes
 * before, between and after the characters.
 */
export const appendAll = elFunction(['text', 'text', 'text'], (_, text, append, delimiter) => {
  if (delimiter === '') {
    checkResultLength(text.length + (text.length + 1) * append.length);
    return append + [...text].map((character) => character + append).join('');
  }
  const pieces = splitAtMatches(text, delimiter);
  checkResultLength(text.length + pieces.length * (append.length + delimiter.length));
  return pieces.map((piece) => piece + append).join(delimiter);
});

/** Java's trim: what is not above a blank goes. */
export const trim = elFunction(['text'], (_, text) => text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, ''));

/** As an HTML form sends it: UTF-8, a blank as +. */
export const urlEncode = elFunction(['text'], (_, text) => {
  const encoded = encodeURIComponent(text.toWellFormed().replaceAll('\ufffd', '?'));
  return encoded
    .replaceAll('%20', '+')
    .replaceAll(
      /[!'()~]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
});

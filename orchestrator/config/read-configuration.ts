/** Reads Hadoop's `<configuration>` documents: submissions, config-default.xml, job-xml files. */
import { SaxesParser } from 'saxes';
import { HowdahError, type SourcePosition } from '../../base/error/howdah-error.ts';
import {
  CONFIGURATION_DEPTH_MAX,
  CONFIGURATION_LENGTH_MAX,
  PROPERTIES_MAX,
} from './configuration-limits.ts';

/**
 * Properties in the order in which each name first appears; of a name that comes twice the last
 * value counts. Names are trimmed, values are not. A property without value, with an empty one or
 * without name is none. `final`, `source`, `description` and unknown elements mean nothing.
 * @param file what errors name: a path, or `request body`
 * @param code E0702 by default; Oozie reports files of defaults with E0803
 * @throws HowdahError `code` with line and column
 */
export function readConfiguration(
  text: string,
  file: string,
  code: ReadErrorCode = 'E0702',
): Map<string, string> {
  return new ConfigurationReader(file, code).read(text);
}

/** Both say `IO error, …`. */
export type ReadErrorCode = 'E0702' | 'E0803';

interface OpenProperty {
  name: string | undefined;
  value: string | undefined;
}

class ConfigurationReader {
  readonly #file: string;
  readonly #code: ReadErrorCode;
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #open: string[] = [];
  readonly #properties = new Map<string, string>();
  #property: OpenProperty | undefined;
  /** The text of the `name` or `value` that is being read. */
  #text: string | undefined;

  constructor(file: string, code: ReadErrorCode) {
    this.#file = file;
    this.#code = code;
  }

  read(text: string): Map<string, string> {
    if (text.length > CONFIGURATION_LENGTH_MAX) {
      throw this.#error(`it is longer than ${CONFIGURATION_LENGTH_MAX} characters`);
    }
    const parser = this.#parser;
    parser.on('error', ({ message }) => {
      throw this.#error(message.replace(/^(.*?:)?\d+:\d+: /, ''), 'make it well-formed XML');
    });
    parser.on('doctype', () => {
      throw this.#error('a DOCTYPE is not allowed', 'remove it');
    });
    parser.on('opentag', ({ local }) => this.#openElement(local));
    parser.on('closetag', ({ local }) => this.#closeElement(local));
    const addText = (piece: string) => {
      if (this.#text !== undefined) this.#text += piece;
    };
    parser.on('text', addText);
    parser.on('cdata', addText);
    parser.write(text).close();
    return this.#properties;
  }

  #openElement(name: string): void {
    const parent = this.#open.at(-1);
    if (parent === undefined && name !== 'configuration') {
      throw this.#error(
        'bad conf file: top-level element not <configuration>',
        `found <${name}>; the document must be <configuration>…</configuration>`,
      );
    }
    if (parent === 'configuration' && name !== 'property' && name !== 'configuration') {
      throw this.#error(
        'bad conf file: element not <property>',
        `found <${name}>; write <property><name>…</name><value>…</value></property>`,
      );
    }
    if (this.#open.length >= CONFIGURATION_DEPTH_MAX) {
      throw this.#error(`elements are nested deeper than ${CONFIGURATION_DEPTH_MAX}`);
    }
    this.#open.push(name);
    if (name === 'property' && parent === 'configuration') {
      this.#property = { name: undefined, value: undefined };
    } else if (parent === 'property' && (name === 'name' || name === 'value')) this.#text = '';
  }

  #closeElement(name: string): void {
    this.#open.pop();
    const parent = this.#open.at(-1);
    if (name === 'property' && parent === 'configuration') this.#closeProperty();
    if (parent !== 'property' || this.#text === undefined) return;
    if (name === 'name' && this.#property !== undefined) this.#property.name = this.#text.trim();
    if (name === 'value' && this.#property !== undefined) this.#property.value = this.#text;
    if (name === 'name' || name === 'value') this.#text = undefined;
  }

  #closeProperty(): void {
    const { name, value } = this.#property ?? {};
    this.#property = undefined;
    if (name === undefined || name === '' || value === undefined || value === '') return;
    this.#properties.set(name, value);
    if (this.#properties.size > PROPERTIES_MAX) {
      throw this.#error(`there are more than ${PROPERTIES_MAX} properties`);
    }
  }

  #error(message: string, mend = 'make it smaller'): HowdahError {
    const position: SourcePosition = {
      file: this.#file,
      line: this.#parser.line,
      column: this.#parser.column + 1,
    };
    return new HowdahError(this.#code, [message], { position, mend });
  }
}

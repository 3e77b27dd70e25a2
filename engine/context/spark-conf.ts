/** An application's settings by Spark's property names. What the program sets overrides submit. */
import { parseBoolean, parseInteger, parseSizeBytes, parseTimeMs } from './config-values.ts';
import { submittedProperties } from './submitted-properties.ts';

type Value = string | number | boolean;

export class SparkConf {
  private readonly properties: Map<string, string>;

  /** @param loadDefaults whether to begin with what submit was given */
  constructor(loadDefaults = true) {
    this.properties = new Map(loadDefaults ? submittedProperties() : []);
  }

  set(key: string, value: Value): this {
    this.properties.set(key, String(value));
    return this;
  }

  setAll(entries: Iterable<readonly [string, Value]>): this {
    for (const [key, value] of entries) {
      this.set(key, value);
    }
    return this;
  }

  setIfMissing(key: string, value: Value): this {
    return this.contains(key) ? this : this.set(key, value);
  }

  setAppName(name: string): this {
    return this.set('spark.app.name', name);
  }

  /** `local[*]`, `local[4]`, `local[4,2]`, `local-cluster[2,1,1024]` or `spark://host:7077`. */
  setMaster(master: string): this {
    return this.set('spark.master', master);
  }

  remove(key: string): this {
    this.properties.delete(key);
    return this;
  }

  contains(key: string): boolean {
    return this.properties.has(key);
  }

  get(key: string): string | undefined;
  get(key: string, defaultValue: string): string;
  get(key: string, defaultValue?: string): string | undefined {
    return this.properties.get(key) ?? defaultValue;
  }

  getAll(): [string, string][] {
    return [...this.properties];
  }

  /** @throws HowdahError `HOWDAH_SETTING_INVALID`, as the other typed getters do */
  getInt(key: string, defaultValue: number): number {
    const text = this.get(key);
    return text === undefined ? defaultValue : parseInteger(key, text);
  }

  getBoolean(key: string, defaultValue: boolean): boolean {
    const text = this.get(key);
    return text === undefined ? defaultValue : parseBoolean(key, text);
  }

  /** Milliseconds; a bare number counts in `unitMs`. */
  getTimeAsMs(key: string, defaultValue: string, unitMs = 1): number {
    return parseTimeMs(key, this.get(key, defaultValue), unitMs);
  }

  /** Bytes; a bare number counts in `unitBytes`. */
  getSizeAsBytes(key: string, defaultValue: string, unitBytes = 1): number {
    return parseSizeBytes(key, this.get(key, defaultValue), unitBytes);
  }

  clone(): SparkConf {
    return new SparkConf(false).setAll(this.properties);
  }

  /** `key=value` lines, sorted. */
  toDebugString(): string {
    return [...this.properties]
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join('\n');
  }
}

/** A recording of a real Oozie as a list of steps (test/fixture/golden/README.md). */
import { readFileSync } from 'node:fs';

export interface RecordedStep {
  readonly step: string;
  /** A step without a method only prepares something for the next one. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** Below `/oozie`, with the ids that the recorded server gave. */
  readonly path?: string;
  readonly request?: string | null;
  /** Of the request; `application/xml` unless it says something else. */
  readonly contentType?: string;
  readonly answer?: RecordedAnswer;
  /** The job's status once it had come to rest after a submission or a command. */
  readonly finalStatus?: string;
  /** The definition at the path that the request names, to be written before the step. */
  readonly xml?: string | null;
  /** Further files by their recorded path, to be written before the step. */
  readonly files?: Readonly<Record<string, string>>;
  /** A directory to be made before the step. */
  readonly mkdir?: string;
}

export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Binary bodies are replaced by their length, hash and beginning. */
  readonly body: string | BinaryBody;
}

export interface BinaryBody {
  readonly len: number;
  readonly first16hex: string;
}

const golden = new URL('../../fixture/golden/', import.meta.url);

export function readRecording(file: string): readonly RecordedStep[] {
  return JSON.parse(readFileSync(new URL(file, golden), 'utf8')) as RecordedStep[];
}

/** What the recorded server saw as `/golden/apps`. */
export const goldenApps = new URL('apps/', golden);

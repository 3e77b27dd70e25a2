/**
 * An application's event log in its directory: one file, or as in Spark 4 by default a directory of
 * files that follow each other. Names are Spark's, so that its History Server finds them.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { EventLogFile } from './event-log-file.ts';
import type { SparkEvent } from './spark-event-listener.ts';

export interface EventLogOptions {
  /** Where logs of all applications lie; made where it is missing. */
  readonly directory: string;
  readonly applicationId: string;
  readonly isCompressed: boolean;
  /** Whether a log of the same name is replaced. */
  readonly overwrites: boolean;
  /** Undefined for one file. */
  readonly rollingFileBytes: number | undefined;
}

/** A file of a log by its name below the directory of all logs. */
export interface LoggedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface EventLogWriter {
  write(event: SparkEvent, isUrgent: boolean): void;
  /** What was written so far. */
  files(): LoggedFile[];
  /** Names the log as that of an application that has ended. */
  close(): void;
}

const DIRECTORY_MODE = 0o770;
const IN_PROGRESS = '.inprogress';

/** @throws HowdahError `HOWDAH_OUTPUT_EXISTS` */
export function openEventLog(options: EventLogOptions): EventLogWriter {
  mkdirSync(options.directory, { recursive: true });
  return options.rollingFileBytes === undefined
    ? new SingleEventLog(options)
    : new RollingEventLog(options, options.rollingFileBytes);
}

class SingleEventLog implements EventLogWriter {
  private readonly path: string;
  private readonly file: EventLogFile;

  constructor({ directory, applicationId, isCompressed, overwrites }: EventLogOptions) {
    this.path = join(directory, `${sanitized(applicationId)}${extension(isCompressed)}`);
    checkFree(this.path, overwrites);
    this.file = new EventLogFile(`${this.path}${IN_PROGRESS}`, isCompressed);
  }

  write(event: SparkEvent, isUrgent: boolean): void {
    this.file.write(JSON.stringify(event), isUrgent);
  }

  files(): LoggedFile[] {
    this.file.flush();
    const content = readFileSync(`${this.path}${IN_PROGRESS}`);
    return [{ name: `${basename(this.path)}${IN_PROGRESS}`, content }];
  }

  close(): void {
    this.file.close();
    this.file.renameTo(this.path);
  }
}

class RollingEventLog implements EventLogWriter {
  private readonly options: EventLogOptions;
  private readonly fileBytesMax: number;
  private readonly name: string;
  private readonly directory: string;
  private file: EventLogFile;
  private fileNumber = 0;

  constructor(options: EventLogOptions, fileBytesMax: number) {
    this.options = options;
    this.fileBytesMax = fileBytesMax;
    this.name = sanitized(options.applicationId);
    this.directory = join(options.directory, `eventlog_v2_${this.name}`);
    checkFree(this.directory, options.overwrites);
    mkdirSync(this.directory);
    // As the log's files, whatever the process's mask is.
    chmodSync(this.directory, DIRECTORY_MODE);
    writeFileSync(`${this.statusFile}${IN_PROGRESS}`, '');
    this.file = this.nextFile();
  }

  write(event: SparkEvent, isUrgent: boolean): void {
    if (this.file.sizeBytes >= this.fileBytesMax) {
      this.file.close();
      this.file = this.nextFile();
    }
    this.file.write(JSON.stringify(event), isUrgent);
  }

  files(): LoggedFile[] {
    this.file.flush();
    return readdirSync(this.directory).map((name) => ({
      name: `${basename(this.directory)}/${name}`,
      content: readFileSync(join(this.directory, name)),
    }));
  }

  close(): void {
    this.file.close();
    renameSync(`${this.statusFile}${IN_PROGRESS}`, this.statusFile);
  }

  private get statusFile(): string {
    return join(this.directory, `appstatus_${this.name}`);
  }

  private nextFile(): EventLogFile {
    this.fileNumber += 1;
    const { isCompressed } = this.options;
    const name = `events_${this.fileNumber}_${this.name}${extension(isCompressed)}`;
    return new EventLogFile(join(this.directory, name), isCompressed);
  }
}

function extension(isCompressed: boolean): string {
  return isCompressed ? '.zstd' : '';
}

function checkFree(path: string, overwrites: boolean): void {
  if (overwrites) {
    rmSync(path, { recursive: true, force: true });
  } else if (existsSync(path)) {
    throw new HowdahError('HOWDAH_OUTPUT_EXISTS', [path], {
      subject: path,
      mend: 'set spark.eventLog.overwrite=true to replace it',
    });
  }
}

/** Spark's rule for characters of an application id in file names. */
function sanitized(applicationId: string): string {
  return applicationId
    .replaceAll(/[ :/]/g, '-')
    .replaceAll(/[.${}'"[\]()*]/g, '_')
    .toLowerCase();
}

/** Fails a job whose results together are more than the driver shall hold. */
import { HowdahError } from '../../base/error/howdah-error.ts';

const MEBIBYTE = 2 ** 20;

export class ResultSizeGuard {
  private readonly maxBytes: number;
  private totalBytes = 0;
  private results = 0;

  /** @param maxBytes `spark.driver.maxResultSize`; 0 for no limit */
  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** @throws HowdahError `HOWDAH_JOB_FAILED` */
  add(value: Uint8Array | number | undefined): void {
    this.results += 1;
    this.totalBytes += value instanceof Uint8Array ? value.length : 0;
    if (this.maxBytes > 0 && this.totalBytes > this.maxBytes) {
      throw new HowdahError('HOWDAH_JOB_FAILED', [
        'Job aborted due to stage failure: Total size of serialized results of ' +
          `${this.results} tasks (${inMebibytes(this.totalBytes)}) is bigger than ` +
          `spark.driver.maxResultSize (${inMebibytes(this.maxBytes)})`,
      ]);
    }
  }
}

function inMebibytes(sizeBytes: number): string {
  return `${(sizeBytes / MEBIBYTE).toFixed(1)} MiB`;
}

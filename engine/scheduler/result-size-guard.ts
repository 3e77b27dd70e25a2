/** Fails a job whose results together are more than the driver shall hold. */
import { HowdahError } from '../../base/error/howdah-error.ts';

const units = [
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
] as const;

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
          `${this.results} tasks (${sizeText(this.totalBytes)}) is bigger than ` +
          `spark.driver.maxResultSize (${sizeText(this.maxBytes)})`,
      ]);
    }
  }
}

/** In Spark's form: in the largest unit of which there are two. */
function sizeText(sizeBytes: number): string {
  const [bytes, unit] = units.find(([unitBytes]) => sizeBytes >= 2 * unitBytes) ?? [1, 'B'];
  return `${(sizeBytes / bytes).toFixed(1)} ${unit}`;
}

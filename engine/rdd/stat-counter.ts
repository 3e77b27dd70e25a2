/**
 * Count, mean, variance and extremes of numbers in one pass, merged without loss of accuracy: the
 * updating formulas of Welford and of Chan, Golub and LeVeque, as in Spark's StatCounter.
 */

/** What a counter holds; travels between tasks and driver. */
export interface StatCounterState {
  readonly count: number;
  readonly mean: number;
  /** Sum of the squared distances from the mean. */
  readonly squares: number;
  readonly max: number;
  readonly min: number;
}

const emptyState: StatCounterState = {
  count: 0,
  mean: 0,
  squares: 0,
  max: -Infinity,
  min: Infinity,
};

export class StatCounter {
  /** @internal */
  state: StatCounterState = emptyState;

  /** Adds a number. */
  merge(value: number): this {
    const { count, mean, squares, max, min } = this.state;
    const distance = value - mean;
    const newMean = mean + distance / (count + 1);
    this.state = {
      count: count + 1,
      mean: newMean,
      squares: squares + distance * (value - newMean),
      max: Math.max(max, value),
      min: Math.min(min, value),
    };
    return this;
  }

  mergeAll(values: Iterable<number>): this {
    for (const value of values) {
      this.merge(value);
    }
    return this;
  }

  /** Adds all that another counter has counted. */
  mergeStats({ state: other }: { readonly state: StatCounterState }): this {
    const { state } = this;
    const count = state.count + other.count;
    if (other.count > 0) {
      const distance = other.mean - state.mean;
      this.state = {
        count,
        mean: (state.mean * state.count + other.mean * other.count) / count,
        squares:
          state.squares + other.squares + (distance * distance * state.count * other.count) / count,
        max: Math.max(state.max, other.max),
        min: Math.min(state.min, other.min),
      };
    }
    return this;
  }

  get count(): number {
    return this.state.count;
  }

  /** 0 without values. */
  get mean(): number {
    return this.state.mean;
  }

  get sum(): number {
    return this.state.count * this.state.mean;
  }

  /** `-Infinity` without values. */
  get max(): number {
    return this.state.max;
  }

  /** `Infinity` without values. */
  get min(): number {
    return this.state.min;
  }

  /** Of the values themselves, divided by their count; NaN without values. */
  get variance(): number {
    const { count, squares } = this.state;
    return count === 0 ? Number.NaN : squares / count;
  }

  /** Unbiased estimate, divided by the count less one; NaN for fewer than two values. */
  get sampleVariance(): number {
    const { count, squares } = this.state;
    return count <= 1 ? Number.NaN : squares / (count - 1);
  }

  get stdev(): number {
    return Math.sqrt(this.variance);
  }

  get sampleStdev(): number {
    return Math.sqrt(this.sampleVariance);
  }

  toString(): string {
    const { count, mean, stdev, max, min } = this;
    return `(count: ${count}, mean: ${mean}, stdev: ${stdev}, max: ${max}, min: ${min})`;
  }
}

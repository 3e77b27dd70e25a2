import type { MachineFacts } from './machine-facts.ts';

/** One measured figure. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What we aim at, with the direction that is better. */
  readonly aim?: { readonly atMost?: number; readonly atLeast?: number } | undefined;
  /** More about it: spread, percentiles, counts. */
  readonly details?: Readonly<Record<string, number | string>> | undefined;
}

export interface BenchOptions {
  readonly peers: boolean;
  /** Whether the engine's works run on Apache Spark too. */
  readonly spark: boolean;
  /** Part of the full size that the engine's works have; their aims are for 1. */
  readonly scale: number;
  /** Measured runs of each of the engine's works. */
  readonly runs: number | undefined;
  /** How long the interface is under load. */
  readonly seconds: number | undefined;
  /** Parts of row names; empty means every row. */
  readonly only: readonly string[];
  /** Told each row as soon as it is measured, by suites that take long. */
  readonly onRow?: (row: BenchRow) => void;
}

export interface BenchSuite {
  run(options: BenchOptions): Promise<BenchRow[]>;
}

export interface BenchReport {
  readonly suite: string;
  readonly machine: MachineFacts;
  readonly rows: readonly BenchRow[];
}

export function printTable({ machine, rows }: BenchReport): void {
  const { processor, cores, memoryGigabytes, node, platform } = machine;
  console.log(`${processor}, ${cores} cores, ${memoryGigabytes} GiB, Node ${node}, ${platform}\n`);
  const cells = rows.map(cellsOf);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...cells.map((cell) => cell[column]?.length ?? 0)),
  );
  for (const cell of cells) {
    console.log(cell.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
  }
  console.log();
}

/** A row by itself, before the others are known. */
export function rowText(row: BenchRow): string {
  return cellsOf(row).filter(Boolean).join('  ');
}

function cellsOf(row: BenchRow): string[] {
  return [row.name, figure(row), aim(row), detailsOf(row)];
}

/** Whether the figure reaches its aim; undefined without one. */
export function reachesAim({ value, aim: goal }: BenchRow): boolean | undefined {
  if (goal === undefined) return undefined;
  return value <= (goal.atMost ?? Infinity) && value >= (goal.atLeast ?? -Infinity);
}

function figure({ value, unit }: BenchRow): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`.padStart(14);
}

function aim(row: BenchRow): string {
  const goal = row.aim;
  if (goal === undefined) return '';
  const text = goal.atMost === undefined ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  return `aim ${text} ${reachesAim(row) ? 'reached' : 'missed'}`;
}

function detailsOf({ details = {} }: BenchRow): string {
  return Object.entries(details)
    .map(([key, value]) => `${key} ${typeof value === 'number' ? round(value) : value}`)
    .join(', ');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

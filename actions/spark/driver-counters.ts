/**
 * The counters of an application on the engine, from the totals that its driver has written: what
 * `hadoop:counters` gives for a spark action.
 *
 * Groups and names are Hadoop's where it has them. `RECORDS` and its companions in expressions mean
 * the old name of the group of tasks' counters, other tools know the new one, so both are there.
 * The group `spark` has all totals, named as in Spark's REST interface.
 */
import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Sums by their names, such as `inputRecords`. */
type Totals = Readonly<Record<string, number>>;

const OLD_TASK_GROUP = 'org.apache.hadoop.mapred.Task$Counter';
const TASK_GROUP = 'org.apache.hadoop.mapreduce.TaskCounter';
const FILE_SYSTEM_GROUP = 'org.apache.hadoop.mapreduce.FileSystemCounter';
const SPARK_GROUP = 'spark';

const NANOSECONDS_PER_MILLISECOND = 1_000_000;

/** What a driver has told before is not looked at; the last line is the one that counts. */
const READ_BYTES_MAX = 16 * 1024 * 1024;

/** What a line with totals begins with. */
const TOTALS_LINE = '{"event":"totals",';

/** Names that are taken from a driver's totals; what else stands there is nothing of ours. */
const totalNames = [
  ...['numJobs', 'numStages', 'numTasks', 'numFailedTasks', 'inputBytes', 'inputRecords'],
  ...['outputBytes', 'outputRecords', 'shuffleReadBytes', 'shuffleReadRecords'],
  ...['shuffleWriteBytes', 'shuffleWriteRecords', 'memoryBytesSpilled', 'diskBytesSpilled'],
  ...['executorRunTime', 'executorCpuTime', 'jvmGcTime'],
];

/**
 * The counters as the text of a JSON object of groups, each an object of whole numbers, as Oozie
 * keeps an action's statistics; undefined where the driver has told none (it is no application of
 * ours, made no context or was killed). An application with several contexts has their sums.
 *
 * @param progressPath the file that the driver appends its progress to
 */
export async function driverCounters(progressPath: string): Promise<string | undefined> {
  const totals = await readTotals(progressPath);
  if (totals === undefined) return undefined;
  const ofTasks = taskCounters(totals);
  return JSON.stringify({
    ACTION_TYPE: 'SPARK',
    [OLD_TASK_GROUP]: ofTasks,
    [TASK_GROUP]: ofTasks,
    [FILE_SYSTEM_GROUP]: {
      FILE_BYTES_READ: totals.inputBytes,
      FILE_BYTES_WRITTEN: totals.outputBytes,
    },
    [SPARK_GROUP]: totals,
  });
}

/** Map is the side that reads input and writes shuffles, reduce the one that follows. */
function taskCounters(totals: Totals): Totals {
  return {
    MAP_INPUT_RECORDS: totals.inputRecords ?? 0,
    MAP_OUTPUT_RECORDS: totals.shuffleWriteRecords ?? 0,
    MAP_OUTPUT_BYTES: totals.shuffleWriteBytes ?? 0,
    REDUCE_INPUT_RECORDS: totals.shuffleReadRecords ?? 0,
    REDUCE_SHUFFLE_BYTES: totals.shuffleReadBytes ?? 0,
    REDUCE_OUTPUT_RECORDS: totals.outputRecords ?? 0,
    CPU_MILLISECONDS: Math.round((totals.executorCpuTime ?? 0) / NANOSECONDS_PER_MILLISECOND),
    GC_TIME_MILLIS: totals.jvmGcTime ?? 0,
  };
}

async function readTotals(path: string): Promise<Totals | undefined> {
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size;
  if (sizeBytes === undefined) return undefined;
  const start = Math.max(0, sizeBytes - READ_BYTES_MAX);
  const input = createReadStream(path, { encoding: 'utf8', start });
  let sums: Record<string, number> | undefined;
  for await (const line of createInterface({ input })) {
    if (!line.startsWith(TOTALS_LINE)) continue;
    sums ??= Object.fromEntries(totalNames.map((name) => [name, 0]));
    addLine(sums, line);
  }
  return sums;
}

/** A line that was cut, or that somebody else wrote, adds nothing. */
function addLine(sums: Record<string, number>, line: string): void {
  let totals: Record<string, unknown>;
  try {
    totals = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return;
  }
  for (const name of totalNames) {
    const value = totals[name];
    const sum = (sums[name] ?? 0) + (typeof value === 'number' ? Math.round(value) : 0);
    if (Number.isSafeInteger(sum)) sums[name] = sum;
  }
}

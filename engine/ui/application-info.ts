/** The application itself and its surroundings as Spark's REST interface shows them. */
import type { AppStatus, ResourceProfile } from './app-status.ts';
import { NO_DATE_MS, sparkDate } from './spark-date.ts';
import type { Properties } from './status-events.ts';

/** @param nowMs until when a running application's duration counts */
export function applicationInfo(status: AppStatus, nowMs: number): object {
  const { startTimeMs, endTimeMs } = status;
  const lastUpdatedMs = endTimeMs ?? nowMs;
  const shownEndMs = endTimeMs ?? NO_DATE_MS;
  return {
    id: status.id,
    name: status.name,
    attempts: [
      {
        startTime: sparkDate(startTimeMs),
        endTime: sparkDate(shownEndMs),
        lastUpdated: sparkDate(lastUpdatedMs),
        duration: lastUpdatedMs - startTimeMs,
        sparkUser: status.user,
        completed: endTimeMs !== undefined,
        appSparkVersion: status.sparkVersion,
        startTimeEpoch: startTimeMs,
        endTimeEpoch: shownEndMs,
        lastUpdatedEpoch: lastUpdatedMs,
      },
    ],
  };
}

export function environmentInfo({ environment, resourceProfiles }: AppStatus): object {
  const runtime = environment['JVM Information'] ?? {};
  return {
    runtime: {
      javaVersion: runtime['Java Version'],
      javaHome: runtime['Java Home'],
      scalaVersion: runtime['Scala Version'],
    },
    sparkProperties: sortedPairs(environment['Spark Properties']),
    hadoopProperties: sortedPairs(environment['Hadoop Properties']),
    systemProperties: sortedPairs(environment['System Properties']),
    metricsProperties: sortedPairs(environment['Metrics Properties']),
    classpathEntries: sortedPairs(environment['Classpath Entries']),
    resourceProfiles: resourceProfiles.map(profileInfo),
  };
}

function profileInfo({ id, executorResources, taskResources }: ResourceProfile): object {
  return {
    id,
    executorResources: mapValues(executorResources, (request) => ({
      resourceName: request['Resource Name'],
      amount: request.Amount,
      discoveryScript: request['Discovery Script'] ?? '',
      vendor: request.Vendor ?? '',
    })),
    taskResources: mapValues(taskResources, (request) => ({
      resourceName: request['Resource Name'],
      amount: request.Amount,
    })),
  };
}

function mapValues<A>(record: Readonly<Record<string, A>>, change: (value: A) => object): object {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function sortedPairs(properties: Properties = {}): (readonly [string, string])[] {
  return Object.entries(properties).sort(([left], [right]) => (left < right ? -1 : 1));
}

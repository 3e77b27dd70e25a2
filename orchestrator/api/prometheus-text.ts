/** The server's numbers in Prometheus's text format; its library is loaded when first asked for. */
import type { RequestCounter } from './request-counter.ts';

export interface PrometheusText {
  readonly contentType: string;
  readonly text: string;
}

/** @param jobCounts number of workflow jobs by status */
export async function prometheusText(
  requests: RequestCounter,
  jobCounts: ReadonlyMap<string, number>,
): Promise<PrometheusText> {
  const { Counter, Gauge, Registry } = (await import('prom-client')).default;
  const registry = new Registry();
  const registers = [registry];
  const jobs = new Gauge({
    name: 'howdah_workflow_jobs',
    help: 'Workflow jobs in the store, by status.',
    labelNames: ['status'],
    registers,
  });
  for (const [status, count] of jobCounts) jobs.set({ status }, count);
  const labelNames = ['method', 'route', 'status'];
  const total = new Counter({
    name: 'howdah_http_requests_total',
    help: 'Requests that were answered.',
    ...{ labelNames, registers },
  });
  const seconds = new Counter({
    name: 'howdah_http_request_seconds_total',
    help: 'Time that answering them took.',
    ...{ labelNames, registers },
  });
  for (const { method, route, status, count, totalMs } of requests.counts()) {
    const labels = { method, route, status: String(status) };
    total.inc(labels, count);
    seconds.inc(labels, totalMs / 1_000);
  }
  addProcessGauges(Gauge, registers);
  return { contentType: registry.contentType, text: await registry.metrics() };
}

type GaugeClass = typeof import('prom-client').Gauge;

function addProcessGauges(Gauge: GaugeClass, registers: import('prom-client').Registry[]): void {
  const { rss, heapUsed, heapTotal } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const values: readonly (readonly [name: string, help: string, value: number])[] = [
    ['process_resident_memory_bytes', 'Resident memory of the server.', rss],
    ['nodejs_heap_size_used_bytes', 'Heap in use.', heapUsed],
    ['nodejs_heap_size_total_bytes', 'Heap taken from the system.', heapTotal],
    ['process_cpu_seconds_total', 'CPU time of the server.', (user + system) / 1_000_000],
    ['process_uptime_seconds', 'Time since the server was started.', process.uptime()],
  ];
  for (const [name, help, value] of values) new Gauge({ name, help, registers }).set(value);
}

/** `/admin/metrics`, `/admin/prometheus`, and `/admin/instrumentation`, which they replaced. */
import { memoryUsage } from 'node:process';
import type { FastifyReply } from 'fastify';
import { workflowJobStatuses } from '../../../job/workflow-job-status.ts';
import type { ApiContext } from '../../api-context.ts';
import { prometheusText } from '../../prometheus-text.ts';
import { sendErrorBody } from '../oozie-error-answer.ts';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';
import { SHARELIB_SETTING } from './sharelib.ts';

/** Of the Metrics library whose JSON this is. */
const METRICS_FORMAT_VERSION = '3.0.0';

export async function showMetrics({ reply, context }: OozieCall): Promise<FastifyReply> {
  const counts = await countByStatus(context);
  const memory = memoryUsage();
  const gauges: Record<string, { value: number | string }> = {
    'jvm.memory.heap.committed': { value: memory.heapTotal },
    'jvm.memory.heap.used': { value: memory.heapUsed },
    'jvm.memory.total.used': { value: memory.rss },
    'libs.sharelib.system.libpath': { value: context.settings.get(SHARELIB_SETTING) ?? '' },
  };
  for (const [status, count] of counts) gauges[`jobstatus.${status}`] = { value: count };
  return sendJson(reply, {
    version: METRICS_FORMAT_VERSION,
    ...{ gauges, counters: counters(context), histograms: {}, meters: {}, timers: {} },
  });
}

export async function showPrometheus({ reply, context }: OozieCall): Promise<FastifyReply> {
  const counts = await countByStatus(context);
  const { contentType, text } = await prometheusText(context.requests, counts);
  return reply.header('content-type', contentType).send(text);
}

function counters({ requests }: ApiContext): Record<string, { count: number }> {
  const entries = requests.counts().map(({ method, route, status, count }) => {
    return [`http.${method} ${route} ${status}`, { count }] as const;
  });
  return Object.fromEntries(entries);
}

/** Oozie has either these or the metrics; ours are the latter. */
export function showInstrumentation({ reply }: OozieCall): FastifyReply {
  return sendErrorBody(reply, 503, 'InstrumentationService is not running');
}

async function countByStatus({ workflows }: ApiContext): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const status of Object.keys(workflowJobStatuses)) {
    const { total } = await workflows.list({ statuses: [status] }, { offset: 1, length: 1 });
    counts.set(status, total);
  }
  return counts;
}

/**
 * Keeps pages of other sites from commanding jobs through somebody's browser: commands have no body
 * and so no content type that a browser would have to ask permission for.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ApiContext } from '../api-context.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What browsers say of requests that a person or our own pages make. */
const ownFetchSites: ReadonlySet<unknown> = new Set(['same-origin', 'none']);

/** Programs other than browsers send neither header, and may do what they like. */
export function refuseOtherSites(server: FastifyInstance, context: ApiContext): void {
  server.addHook('onRequest', async (request) => {
    if (safeMethods.has(request.method)) return;
    const { origin, 'sec-fetch-site': fetchSite } = request.headers;
    if (fetchSite !== undefined && !ownFetchSites.has(fetchSite)) throw refusal(request);
    if (origin === undefined) return;
    if (hostOf(origin) !== request.headers.host) throw refusal(request);
    // A name that was made to lead here looks like our own site to a browser.
    if (isLocal(context.server.url()) && !isLocal(origin)) throw refusal(request);
  });
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function isLocal(url: string): boolean {
  if (!URL.canParse(url)) return false;
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

function refusal(request: FastifyRequest): HowdahError {
  return new HowdahError('HOWDAH_CROSS_SITE', [request.headers.origin ?? 'another site'], {
    mend: 'send it from a page of this server, or from a program',
  });
}

/**
 * One resource of Oozie's interface in those versions that have it. A method that a resource does
 * not answer is E0301 with what stands behind its name, not 405: so does Oozie's servlet.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ApiContext } from '../api-context.ts';
import { queryText } from './query-parameters.ts';

/** The protocol versions that the server speaks. */
export const API_VERSIONS = [0, 1, 2] as const;

export type ApiVersion = (typeof API_VERSIONS)[number];

/** One request, as the resources see it. */
export interface OozieCall {
  readonly version: ApiVersion;
  /** What follows the resource's name and its slash in the path. */
  readonly rest: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly context: ApiContext;
}

export type OozieAnswer = (call: OozieCall) => FastifyReply | Promise<FastifyReply>;

export interface OozieResource {
  /** Path below the version: `jobs`. */
  readonly name: string;
  readonly versions: readonly ApiVersion[];
  /** Whether something may follow its name. */
  readonly hasRest: boolean;
  /** By method those parameters that it must not get, although others take them. */
  readonly refusedParameters?: Readonly<Partial<Record<Method, readonly string[]>>>;
  readonly GET?: OozieAnswer;
  readonly POST?: OozieAnswer;
  readonly PUT?: OozieAnswer;
}

type Method = 'GET' | 'POST' | 'PUT';

const methods: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'];

export function addResource(
  server: FastifyInstance,
  context: ApiContext,
  resource: OozieResource,
): void {
  for (const version of resource.versions) {
    const url = `/v${version}/${resource.name}`;
    addRoute(server, url, resource, (call) => ({ ...call, version, context }));
    if (resource.hasRest) {
      addRoute(server, `${url}/*`, resource, (call) => ({ ...call, version, context }));
    }
  }
}

type BareCall = Pick<OozieCall, 'rest' | 'request' | 'reply'>;

/** A resource without a version, such as `/versions`; its calls say version 2. */
export function addUnversionedResource(
  server: FastifyInstance,
  context: ApiContext,
  resource: Omit<OozieResource, 'versions' | 'hasRest'>,
): void {
  addRoute(server, `/${resource.name}`, resource, (call) => ({ ...call, version: 2, context }));
}

function addRoute(
  server: FastifyInstance,
  url: string,
  resource: Pick<OozieResource, Method | 'refusedParameters'>,
  complete: (call: BareCall) => OozieCall,
): void {
  server.route({
    method: methods,
    url,
    exposeHeadRoute: false,
    handler: (request, reply) => {
      const rest = (request.params as { readonly '*'?: string })['*'] ?? '';
      const method = request.method as Method;
      const answer = resource[method];
      if (answer === undefined) throw new HowdahError('E0301', [rest]);
      const refused = resource.refusedParameters?.[method] ?? [];
      const given = refused.find((name) => queryText(request, name) !== undefined);
      if (given !== undefined) throw new HowdahError('E0302', [given], { subject: given });
      return answer(complete({ rest, request, reply }));
    },
  });
}

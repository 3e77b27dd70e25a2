/** Who makes a request, and for whom: found out once, before anything is answered. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authentication } from '../auth/authenticator.ts';
import type { ApiContext } from './api-context.ts';

/** The parameters that callers name themselves with, and whom they act for. */
export interface NamedUsers {
  readonly 'user.name'?: string | readonly string[];
  readonly doAs?: string | readonly string[];
}

/** Users by request; nobody for those that name nobody. */
const users = new WeakMap<FastifyRequest, string>();

/** Whom the request is made for; undefined when it names nobody. */
export function callerOf(request: FastifyRequest): string | undefined {
  return users.get(request);
}

/**
 * Sets the cookie with which the next requests need no name.
 *
 * @returns undefined when somebody is needed and nobody is named: to be answered with 401
 * @throws HowdahError E1603 for a name that no token can hold
 */
export function authenticate(
  request: FastifyRequest,
  reply: FastifyReply,
  { authenticator }: ApiContext,
): Authentication | undefined {
  const { 'user.name': userName } = request.query as NamedUsers;
  const authentication = authenticator.authenticate(request.headers.cookie, firstOf(userName));
  if (authentication?.setCookie !== undefined) reply.header('set-cookie', authentication.setCookie);
  return authentication;
}

/**
 * Notes the caller, or whom the caller acts for.
 *
 * @throws HowdahError E1400 when the rules of proxy users do not allow it, E1603 for nobody
 */
export async function noteCaller(
  request: FastifyRequest,
  { user }: Authentication,
  { proxyUsers }: ApiContext,
): Promise<void> {
  const doAs = firstOf((request.query as NamedUsers).doAs);
  // Who acts for himself needs no rule.
  if (doAs !== undefined && doAs !== user) await proxyUsers.check(user, request.ip, doAs);
  const effective = doAs ?? user;
  if (effective !== undefined) users.set(request, effective);
}

function firstOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

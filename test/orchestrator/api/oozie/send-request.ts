/** Sends requests to Oozie's interface of a server, with everything that its clients look at. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface RequestOptions {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Send = (method: string, path: string, options?: RequestOptions) => Promise<Answer>;

/** @param url `http://host:port` */
export function requestSender(url: () => string): Send {
  return async (method, path, { body, headers = {} } = {}) => {
    const answer = await fetch(`${url()}/oozie${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/xml' }), ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
}

/** What clients print of an error. */
export function errorOf({
  status,
  headers,
}: Answer): readonly [number, string | null, string | null] {
  return [status, headers.get('oozie-error-code'), headers.get('oozie-error-message')];
}

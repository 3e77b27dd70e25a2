/** What a request to the REST interface is answered with. */
export interface RestAnswer {
  readonly httpStatus: number;
  /** Printed as JSON, or as it is where it is a text or a file. */
  readonly body: object | string;
  /** For bytes: the name under which a browser keeps them. */
  readonly fileName?: string;
}

export function found(body: object): RestAnswer {
  return { httpStatus: 200, body };
}

export function notFound(message: string): RestAnswer {
  return { httpStatus: 404, body: message };
}

export function badRequest(message: string): RestAnswer {
  return { httpStatus: 400, body: message };
}

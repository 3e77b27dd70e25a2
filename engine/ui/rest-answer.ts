/** What a request to the REST interface is answered with. */
export interface RestAnswer {
  readonly httpStatus: number;
  /** Printed as JSON, or as it is where it is a text. */
  readonly body: object | string;
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

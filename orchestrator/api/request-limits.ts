/** How much a client may send and how long it may take: nobody holds the server up. */

/** A configuration or definition; Oozie's own limit for definitions is 100,000 bytes. */
export const BODY_BYTES_MAX = 8 * 1_024 * 1_024;

/** For a whole request to arrive; slow lines with megabytes of configuration still fit. */
const REQUEST_TIMEOUT_MS = 60_000;

/** For the headers to arrive; they are small, so a client that takes longer is stuck or hostile. */
const HEADERS_TIMEOUT_MS = 20_000;

/** Between two looks for requests that have taken too long; Node's own 30 s would add to them. */
const TIMEOUT_CHECK_INTERVAL_MS = 5_000;

/** For a connection to say nothing between two requests; longer than a client's polling pause. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

/** Oozie's clients send filters in the query; a URL beyond this is refused while it is read. */
const HEADERS_BYTES_MAX = 64 * 1_024;

/** A job or action id in a path; ids have at most 255 characters, escaped at most three times. */
export const PATH_PARAMETER_LENGTH_MAX = 800;

/** How long a client may take; tests are less patient. */
export interface RequestTimeouts {
  readonly requestMs: number;
  readonly headersMs: number;
  readonly checkIntervalMs: number;
}

const defaultTimeouts: RequestTimeouts = {
  requestMs: REQUEST_TIMEOUT_MS,
  headersMs: HEADERS_TIMEOUT_MS,
  checkIntervalMs: TIMEOUT_CHECK_INTERVAL_MS,
};

/** The limits that the server of a port keeps by itself. */
export function connectionLimits(timeouts = defaultTimeouts) {
  return {
    requestTimeout: timeouts.requestMs,
    headersTimeout: timeouts.headersMs,
    connectionsCheckingInterval: timeouts.checkIntervalMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    maxHeaderSize: HEADERS_BYTES_MAX,
  };
}

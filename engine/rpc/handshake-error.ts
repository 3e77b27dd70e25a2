/** The peer is none of ours, or we are none of its: it does not help to try again. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
}

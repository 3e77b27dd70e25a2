/** How much masters, workers and drivers take from each other: descriptions, never data. */
import type { FrameLimits } from '../rpc/frame-connection.ts';

/** A worker's report of a thousand executors takes some 100 KB. */
const MESSAGE_BYTES_MAX = 4 << 20;

export const DEPLOY_LIMITS: FrameLimits = {
  frameBytesMax: MESSAGE_BYTES_MAX,
  messageBytesMax: MESSAGE_BYTES_MAX,
};

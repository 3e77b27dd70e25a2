/** What the command line's exit status tells. */
export const exitCodes = {
  /** Done; for `run`: the job SUCCEEDED. */
  ok: 0,
  /** It was tried and failed; for `run`: the job was KILLED or FAILED. */
  failed: 1,
  /** Refused before anything was started: usage, a missing app, an invalid definition. */
  refused: 2,
  /** Ctrl-C, as shells count it: 128 and the number of SIGINT. */
  interrupted: 130,
} as const;

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Reads `250ms`, `10s`, `5m`, `2h`, `1d` as milliseconds; undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*$/.exec(text);
  const unitMs = match?.[2] === undefined ? undefined : unitsMs[match[2]];
  return unitMs === undefined ? undefined : Math.round(Number(match?.[1]) * unitMs);
}

const isLong = process.env.CHATGATE_LONG_TESTS === "1";

/** How often to try: `count` times in CI, which sets CHATGATE_LONG_TESTS, elsewhere a quarter of it, 10 at least. */
export const scaleRuns = (count: number): number =>
  isLong ? count : Math.max(Math.ceil(count / 4), Math.min(count, 10));

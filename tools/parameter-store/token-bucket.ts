export type Rate = {
  readonly perSecond: number;
  /** The bucket's size: the largest burst. */
  readonly burst: number;
};

/** Whether a request is over the rate; each one that is not takes a token. `now` in milliseconds. */
export function createTokenBucket({ perSecond, burst }: Rate, now: () => number): () => boolean {
  let tokens = burst;
  let filledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - filledAt) / 1000) * perSecond);
    filledAt = time;
    if (tokens < 1) return true;
    tokens -= 1;
    return false;
  };
}

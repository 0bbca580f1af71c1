import type { Io } from "../io.ts";

/** Shows the progress of long work: `12 of 357 written, 2.9 a second, about 2 min left`. */
export function formatProgress(done: number, of: number, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  const counted = `${done} of ${of} written`;
  if (rate === 0 || done === of) return counted;
  return `${counted}, ${rate.toFixed(1)} a second, about ${formatSeconds((of - done) / rate)} left. Ctrl-C is safe: run this again to go on.`;
}

const formatSeconds = (seconds: number) =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;

/** Shows nothing without a terminal. */
export function reportProgress({ progress, now }: Io): ((done: number, of: number) => void) | undefined {
  if (progress === undefined) return undefined;
  const startedAt = now();
  return (done, of) => progress(done === of ? "" : formatProgress(done, of, now() - startedAt));
}

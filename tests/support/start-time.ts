import { execFile } from "node:child_process";
import { promisify } from "node:util";

const MAX_PAIRS = 10;

/**
 * How many times as long as an empty program this one takes to run, by the fastest run of each, taken in turn: a busy
 * machine slows both. Ends as soon as the ratio is below `enough`.
 */
export async function compareStart(
  node: string,
  enough: number,
  run: () => Promise<unknown>,
): Promise<number> {
  let [empty, program] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let pair = 0; pair < MAX_PAIRS && !(program / empty < enough); pair++) {
    empty = Math.min(empty, await measure(() => promisify(execFile)(node, ["-e", "0"])));
    program = Math.min(program, await measure(run));
  }
  return program / empty;
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

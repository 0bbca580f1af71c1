import type { Page } from "playwright-core";

/** Milliseconds of `runReference` on the machine that the limits of page.test.ts are for, when it does nothing else. */
const REFERENCE_MS = 20;
const ATTEMPTS = 5;
/** Between one run and the next. */
const SLACK = 2;

/** A fixed piece of work in the page: the milliseconds that it takes say how slow the machine is at the moment. */
function runReference(): number {
  const start = performance.now();
  const rows = Array.from({ length: 20_000 }, (_, index) => ({
    id: `row-${(index * 7919) % 20_011}`,
    index,
  }));
  const text = JSON.stringify(rows.sort((a, b) => (a.id < b.id ? -1 : 1)));
  if (JSON.parse(text).length !== rows.length) throw new Error("unreachable");
  return performance.now() - start;
}

/** The least of some attempts, each as a share of its limit on this machine at that moment; below 1 is within it. */
export async function findLeastShare(
  limitMs: number,
  attempt: () => Promise<readonly [page: Page, ms: number]>,
) {
  let least = Number.POSITIVE_INFINITY;
  for (let left = ATTEMPTS; left > 0 && least >= 1; left--) {
    const [page, ms] = await attempt();
    const slowness = Math.max(1, (await page.evaluate(runReference)) / REFERENCE_MS);
    least = Math.min(least, ms / (limitMs * SLACK * slowness));
    await page.close();
  }
  return least;
}

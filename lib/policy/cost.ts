/**
 * A step takes at most 40 ns on a full core, as `npm run bench` prints. One rule may take 20 ms' worth for one request,
 * all its targets together; all rules 500 ms' worth at the 0.58 of a core that 1024 MB of memory give.
 */
export const RULE_STEPS = 500_000;
export const REQUEST_STEPS = 7_000_000;

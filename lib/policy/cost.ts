import type { Command } from "../commands/define-command.ts";
import { type FacetKind, type FacetName, facetNames, facets } from "../commands/facets.ts";
import { type Bound, type Estimate, estimateCost } from "./cel/estimate.ts";
import { findAvailableFacets } from "./coverage.ts";
import { computePosition, type UnplacedDiagnostic } from "./diagnostic.ts";
import { type Expression, getEnvironment, type Language, rememberByFacets } from "./expression.ts";

/**
 * A step takes at most 40 ns on a full core, as `node bench/cel.ts` prints. One rule may take 20 ms' worth for one request,
 * all its targets together; all rules 500 ms' worth at the 0.58 of a core that 1024 MB of memory give.
 */
export const RULE_STEPS = 500_000;
export const REQUEST_STEPS = 7_000_000;

/** Chat's documented bounds: a message has 12 KB, a request 500 accounts; ids, names and wordings are far shorter. */
const TEXT: Bound = { length: 12 * 1024 };
const SHORT: Bound = { length: 256 };
const ACCOUNT: Bound = { length: 64 };
const MAX_TARGETS = 500;
/** Elements of one message share its 12 KB, in which each takes 42 bytes at least, and 25 a text in it. */
const ELEMENTS: Bound = { length: 300, total: TEXT.length };
const ELEMENT_TEXTS: Bound = { length: 500, total: TEXT.length };

const bounds: Readonly<Record<FacetKind, Bound>> = {
  account: ACCOUNT,
  accounts: { length: MAX_TARGETS, item: ACCOUNT },
  string: SHORT,
  text: SHORT,
  texts: ELEMENT_TEXTS,
  word: ACCOUNT,
  words: ELEMENTS,
  int: { length: 1 },
  timestamp: { length: 1 },
  address: ACCOUNT,
};
/** A facet that the command does not have. */
const EMPTY: Bound = { length: 0 };
const LONG_TEXTS: ReadonlySet<FacetName> = new Set<FacetName>(["text", "custom"]);

const findBound = (name: FacetName) => (LONG_TEXTS.has(name) ? TEXT : bounds[facets[name].kind]);

/** The most that a condition can take on documented payloads of commands that have these facets. */
function estimateExpression(
  { program }: Expression,
  available: ReadonlySet<FacetName>,
  language: Language,
): Estimate {
  const sizes = {
    bounds: getBounds(language, available),
    fallback: { length: MAX_TARGETS, item: SHORT },
  };
  return estimateCost(program, getEnvironment(language, available), sizes);
}

type Bounds = Readonly<Record<string, Bound>>;
/** The size of all that a condition may name, but for lists: no function takes longer where one is longer. */
const getBounds = rememberByFacets((_, available): Bounds => {
  const sizes: Record<string, Bound> = { "request.MsgBody": ELEMENTS, "request.CloudCustomData": TEXT };
  for (const name of facetNames) sizes[name] = available.has(name) ? findBound(name) : EMPTY;
  return sizes;
});

export type CostEstimate = Estimate & { readonly command: string };

/** For the command that takes the most; for a command that is decided target by target, all targets together. */
export function estimateRule(
  covered: readonly Command[],
  expressionFor: (command: Command) => Expression | undefined,
  isPerTarget: (command: Command) => boolean,
  language: Language,
): CostEstimate | undefined {
  const estimate = (first: Command, commands: readonly Command[], times: number): readonly CostEstimate[] => {
    const expression = expressionFor(first);
    if (expression === undefined) return [];
    const { steps, worst } = estimateExpression(expression, findAvailableFacets(commands), language);
    return [{ command: first.name, steps: steps * times, worst: { ...worst, steps: worst.steps * times } }];
  };
  const whole = covered.filter((command) => !isPerTarget(command));
  const [first] = whole;
  const estimates = [
    ...(first === undefined ? [] : estimate(first, whole, 1)),
    ...covered.filter(isPerTarget).flatMap((command) => estimate(command, [command], MAX_TARGETS)),
  ];
  return estimates.sort((a, b) => b.steps - a.steps)[0];
}

export function checkCost(
  when: string | undefined,
  estimate: CostEstimate | undefined,
): readonly UnplacedDiagnostic[] {
  if (estimate === undefined || estimate.steps <= RULE_STEPS) return [];
  const { worst, steps, command } = estimate;
  const source = when as string; // only what is written is estimated
  return [
    {
      code: "cost-too-high",
      path: ["when"],
      at: computePosition(source, worst.range[0]),
      token: source.slice(...worst.range),
      details: { steps, limit: RULE_STEPS, command },
    },
  ];
}

import type { RuleTally, Tally } from "./tally.ts";

/** A rule with a probably unintended effect. */
export type Remark = {
  readonly rule: string;
  readonly command: string;
  /** 0 to 1, of the command's requests. */
  readonly share: number;
};

/** With fewer requests, a share means little. */
const MIN_REQUESTS = 20;
const MOST = 0.5;

/** Rules that refuse most of a command, those first that refuse more. */
export function listRemarks({ rules, commands }: Tally): readonly Remark[] {
  return Object.entries(rules)
    .flatMap(([rule, { refuses, newlyRefused }]) =>
      Object.entries(refuses).flatMap(([command, count]) => {
        const requests = commands[command]?.requests ?? 0;
        const isMuch = newlyRefused > 0 && requests >= MIN_REQUESTS && count > requests * MOST;
        return isMuch ? [{ rule, command, share: count / requests }] : [];
      }),
    )
    .sort((a, b) => b.share - a.share || (a.rule < b.rule ? -1 : 1));
}

/** `newly-refused>0.1%`, `answered-otherwise>10`, `cannot-tell>0`. */
export type FailIf = { readonly count: FailCount; readonly above: number; readonly isShare: boolean };
type FailCount = "newly-refused" | "newly-allowed" | "answered-otherwise" | "cannot-tell";

export function parseFailIf(text: string): FailIf | undefined {
  const [, count, number, percent] =
    /^(newly-refused|newly-allowed|answered-otherwise|cannot-tell)\s*>\s*(\d+(?:\.\d+)?)(%?)$/.exec(text) ??
    [];
  if (count === undefined) return undefined;
  return { count: count as FailCount, above: Number(number), isShare: percent === "%" }; // as the pattern has it
}

function countFor({ changes, cannotTell }: Tally, count: FailCount): number {
  switch (count) {
    case "newly-refused":
      return changes.newlyRefused;
    case "newly-allowed":
      return changes.newlyAllowed;
    case "answered-otherwise":
      return changes.answeredOtherwise;
    case "cannot-tell":
      return cannotTell;
  }
}

export function isExceeded({ count, above, isShare }: FailIf, tally: Tally): boolean {
  const found = countFor(tally, count);
  return isShare ? found * 100 > above * tally.requests : found > above;
}

/** Rules with a difference, those first that make more of it. */
export function listChangingRules({ rules }: Tally): readonly (readonly [string, RuleTally])[] {
  const countDifferences = (rule: RuleTally) =>
    rule.newlyRefused + rule.newlyAllowed + rule.answeredOtherwise + rule.cannotTell;
  return Object.entries(rules)
    .filter(([, rule]) => countDifferences(rule) > 0)
    .sort((a, b) => countDifferences(b[1]) - countDifferences(a[1]) || (a[0] < b[0] ? -1 : 1));
}

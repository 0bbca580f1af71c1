import type { Judgement } from "./judge.ts";

/** A request under one set, compared with the same under another. */
export type Change = "same" | "newly-refused" | "newly-allowed" | "answered-otherwise";

/** What was decided depends on facets that the input lacks. */
export type Undecided = {
  readonly kind: "undecided";
  /** By rule, the facets that are needed to decide. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
};

export const isRefused = (verdict: string) =>
  verdict === "deny" || verdict === "partial" || verdict === "drop";

export function findChange(before: Judgement, after: Judgement): Change {
  const [was, is] = [isRefused(before.verdict), isRefused(after.verdict)];
  if (was !== is) return is ? "newly-refused" : "newly-allowed";
  if (before.answer !== undefined && after.answer !== undefined)
    return before.answer === after.answer ? "same" : "answered-otherwise";
  return before.verdict === after.verdict && before.code === after.code ? "same" : "answered-otherwise";
}

/** The rules without whose difference there would be no change. */
export function findCauses(change: Change, before: Judgement, after: Judgement): readonly string[] {
  switch (change) {
    case "same":
      return [];
    case "newly-refused":
      return after.refusing.length > 0 ? after.refusing : [WITHOUT_RULE];
    case "newly-allowed":
      return before.refusing.length > 0 ? before.refusing : [WITHOUT_RULE];
    case "answered-otherwise": {
      const [was, is] = [new Set(before.acting), new Set(after.acting)];
      const differing = [...is, ...was].filter((rule) => was.has(rule) !== is.has(rule));
      if (differing.length > 0) return differing;
      return after.acting.length > 0 ? after.acting : [WITHOUT_RULE];
    }
  }
}

/** The settings' fallbacks, or a decision that was recorded without its rules. */
const WITHOUT_RULE = "(no rule)";

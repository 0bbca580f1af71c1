import type { Explanation } from "./engine.ts";

/** The verdict of a request in one word, and the rules behind it. */
export type VerdictText = { readonly verdict: string; readonly sentence: string };

export function describeVerdict({ outcome, rules }: Explanation): VerdictText {
  const { ending } = outcome;
  if (ending.kind === "unreadable")
    return { verdict: "unreadable", sentence: `The body lacks ${ending.path}, or it is of another type.` };
  if (ending.kind !== "decided") return { verdict: ending.kind, sentence: "Nothing was decided." };
  const { decision } = ending;
  switch (decision.verdict) {
    case "deny": {
      const { rule, code, message } = decision.refusal;
      return { verdict: "deny", sentence: `by ${rule}, code ${code}${message === "" ? "" : `: ${message}`}` };
    }
    case "partial": {
      const refused = decision.targets.flatMap((refusal) => refusal?.rule ?? []);
      const by = [...new Set(refused)].join(", ");
      return {
        verdict: "partial",
        sentence: `${refused.length} of ${decision.targets.length} accounts refused by ${by}`,
      };
    }
    case "drop":
      return {
        verdict: "drop",
        sentence: `by ${decision.rule}: discarded, and the sender is told that it was sent`,
      };
    case "mask":
      return { verdict: "mask", sentence: `the text becomes ${JSON.stringify(decision.texts.join("\n"))}` };
    case "allow": {
      if (rules.length === 0) return { verdict: "allow", sentence: "no rule covers this command" };
      const would = rules.filter(({ effect }) => effect.startsWith("would-")).map(({ rule }) => rule);
      if (would.length === 0) return { verdict: "allow", sentence: "no rule refuses it" };
      return {
        verdict: "allow",
        sentence: `in shadow, it would be refused by ${[...new Set(would)].join(", ")}`,
      };
    }
  }
}

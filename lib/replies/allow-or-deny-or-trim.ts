import type { CodeRange } from "./code-range.ts";
import { goOn, refuse } from "./envelope.ts";
import type { Refusing } from "./reply.ts";

/**
 * Before-commands about several accounts that can leave some of them out: code 0 and the refused ids, as plain
 * strings, each once, under `refused`. No code or message reaches anybody for an account refused that way.
 */
export function allowOrDenyOrTrim(options: {
  readonly codes: CodeRange | null;
  readonly refused: string;
}): Refusing {
  return {
    phase: "before",
    actions: ["deny", "observe"],
    codes: options.codes,
    plain: 1,
    perTarget: "named",
    answer: (decision, { targets }) => {
      if (decision.verdict === "deny") return refuse(decision.refusal.code, decision.refusal.message);
      if (decision.verdict !== "partial") return goOn;
      const refused = targets.filter((_, index) => decision.targets[index] !== undefined);
      return { ...goOn, [options.refused]: [...new Set(refused)] };
    },
  };
}

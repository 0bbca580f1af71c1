import type { CodeRange } from "./code-range.ts";
import { createRefusalEnvelope, decodeCommon, OK } from "./envelope.ts";
import type { Refusing } from "./reply.ts";

/**
 * Before-commands about several accounts that can leave some of them out: code 0 and the refused ids, as plain
 * strings, each once, under `refused`. The caller gets no code or message for such an account.
 */
export function allowOrDenyOrTrim(options: {
  readonly codes: CodeRange | null;
  readonly refused: string;
}): Refusing {
  return {
    phase: "before",
    actions: ["deny", "observe"],
    codes: options.codes,
    defaultCode: 1,
    partialDenial: "named",
    encode: (decision, { targets }) => {
      if (decision.verdict === "deny")
        return createRefusalEnvelope(decision.refusal.code, decision.refusal.message);
      if (decision.verdict !== "partial") return OK;
      const refused = targets.filter((_, index) => decision.targets[index] !== undefined);
      return { ...OK, [options.refused]: [...new Set(refused)] };
    },
    decode: (envelope) => {
      const common = decodeCommon(envelope);
      const named = envelope[options.refused];
      if (common.verdict !== "allow" || !Array.isArray(named) || named.length === 0) return common;
      return { ...common, verdict: "partial", refused: named.map(String) };
    },
    readMembers: ({ [options.refused]: named = [] }) => {
      if (!Array.isArray(named) || !named.every((account) => typeof account === "string")) return undefined;
      return named.length === 0 ? {} : { [options.refused]: named };
    },
  };
}

import type { CodeRange } from "./code-range.ts";
import { goOn } from "./envelope.ts";
import type { Refusing } from "./reply.ts";

/**
 * Friend requests: one `ResultItem` per target, always and in the request's order. The top level stays 0 and
 * empty, because Chat takes another code there for a failure and goes on (1047/43468).
 */
export function perTarget(options: { readonly codes: CodeRange }): Refusing {
  return {
    phase: "before",
    actions: ["deny", "observe"],
    codes: options.codes,
    plain: options.codes[0],
    perTarget: "coded",
    answer: (decision, { targets }) => {
      if (targets.length === 0) return goOn;
      const refusals = decision.verdict === "deny" || decision.verdict === "partial" ? decision.targets : [];
      const items = targets.map((account, index) => ({
        To_Account: account,
        ResultCode: refusals[index]?.code ?? 0,
        ResultInfo: refusals[index]?.message ?? "",
      }));
      return { ...goOn, ResultItem: items };
    },
  };
}

import { type CodeRange, isCodeIn } from "./code-range.ts";
import { createRefusalEnvelope, decodeCommon, OK } from "./envelope.ts";
import type { Refusing } from "./reply.ts";

/**
 * Friend requests: one `ResultItem` per target, always and in the request's order. The top level stays 0 and
 * empty, because Chat takes another code there for a failure and goes on (1047/43468). If the accounts cannot be read,
 * a refusal names nobody and is such a failure: the answer has no other way to refuse.
 */
export function perTarget(options: { readonly codes: CodeRange }): Refusing {
  return {
    phase: "before",
    actions: ["deny", "observe"],
    codes: options.codes,
    defaultCode: options.codes[0],
    partialDenial: "coded",
    encode: (decision, { targets }) => {
      if (decision.verdict === "deny" && targets.length === 0)
        return { ...createRefusalEnvelope(options.codes[0], decision.refusal.message), ResultItem: [] };
      // Stryker disable next-line ArrayDeclaration: what it puts there, a text, has neither code nor message
      const refusals = decision.verdict === "deny" || decision.verdict === "partial" ? decision.targets : [];
      const items = targets.map((account, index) => ({
        To_Account: account,
        ResultCode: refusals[index]?.code ?? 0,
        ResultInfo: refusals[index]?.message ?? "",
      }));
      return { ...OK, ResultItem: items };
    },
    decode: (envelope) => {
      const common = decodeCommon(envelope);
      const items = (Array.isArray(envelope.ResultItem) ? envelope.ResultItem : []).map(
        Object,
      ) as readonly Item[]; // Object() makes each an object
      const targetCodes = items.map(({ ResultCode }) => Number(ResultCode));
      const refused = items
        .filter((_, index) => targetCodes[index] !== 0)
        .map(({ To_Account }) => String(To_Account));
      const answered = refused.length === 0 ? "allow" : refused.length < items.length ? "partial" : "deny";
      return { ...common, verdict: common.verdict === "allow" ? answered : "fail", targetCodes, refused };
    },
    readMembers: ({ ResultItem }, { targets }) => {
      const items = Array.isArray(ResultItem) ? ResultItem.map((item) => readItem(item, options.codes)) : [];
      const ordered = targets.map((target) => items.find((item) => item?.To_Account === target));
      const isComplete = !items.includes(undefined) && !ordered.includes(undefined);
      return isComplete && items.length > 0 ? { ResultItem: ordered } : undefined;
    },
  };
}

function readItem(item: unknown, codes: CodeRange) {
  const { To_Account, ResultCode, ResultInfo = "" } = Object(item) as Readonly<Record<string, unknown>>; // Object() makes it one
  const isDocumented =
    typeof To_Account === "string" &&
    // Stryker disable next-line ConditionalExpression: for the compiler; isCodeIn takes whole numbers only
    typeof ResultCode === "number" &&
    typeof ResultInfo === "string" &&
    (ResultCode === 0 || isCodeIn(codes, ResultCode));
  return isDocumented ? { To_Account, ResultCode, ResultInfo } : undefined;
}

type Item = Readonly<Record<"To_Account" | "ResultCode", unknown>>;

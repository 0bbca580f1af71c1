import type { CodeRange } from "./code-range.ts";
import { createRefusalEnvelope, decodeCommon, OK } from "./envelope.ts";
import type { Refusing } from "./reply.ts";

/** Before-commands that are allowed or refused as a whole: code 0, 1, or a custom code in the range `codes`. */
export function allowOrDeny(options: { readonly codes: CodeRange | null }): Refusing {
  return {
    phase: "before",
    actions: ["deny", "observe"],
    codes: options.codes,
    defaultCode: 1,
    partialDenial: null,
    encode: (decision) =>
      decision.verdict === "deny"
        ? createRefusalEnvelope(decision.refusal.code, decision.refusal.message)
        : OK,
    decode: decodeCommon,
    readMembers: () => ({}),
  };
}

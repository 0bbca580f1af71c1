import type { CodeRange } from "./code-range.ts";
import { createRefusalEnvelope, decodeCommon, OK } from "./envelope.ts";
import type { Refusing } from "./reply.ts";

/** Silent discard: nothing is delivered, and the sender sees success. */
const DROP_CODE = 2;

/**
 * Before-commands about a message: besides allowing and refusing, it can be dropped, or delivered rewritten. A
 * rewrite is code 0 with the whole body under `body`; `rewrite` puts the masked texts back where they came from.
 */
export function allowOrDenyOrDropOrMask(options: {
  readonly codes: CodeRange | null;
  readonly body: string;
  readonly rewrite: (body: unknown, texts: readonly string[]) => unknown;
}): Refusing {
  return {
    phase: "before",
    actions: ["deny", "drop", "mask", "observe"],
    codes: options.codes,
    defaultCode: 1,
    partialDenial: null,
    encode: (decision, { payload }) => {
      switch (decision.verdict) {
        case "deny":
          return createRefusalEnvelope(decision.refusal.code, decision.refusal.message);
        case "drop":
          return createRefusalEnvelope(DROP_CODE, "");
        case "mask":
          return { ...OK, [options.body]: options.rewrite(payload[options.body], decision.texts) };
        default:
          return OK;
      }
    },
    decode: (envelope, { payload }) => {
      const common = decodeCommon(envelope);
      const body = envelope[options.body];
      if (common.verdict === "deny" && common.code === DROP_CODE) return { ...common, verdict: "drop" };
      if (common.verdict !== "allow" || body === undefined) return common;
      const isRewritten = JSON.stringify(body) !== JSON.stringify(payload[options.body]);
      return { ...common, verdict: isRewritten ? "mask" : "allow" };
    },
    readMembers: ({ [options.body]: body, CloudCustomData: data }) => {
      if (body !== undefined && !isMessageBody(body)) return undefined;
      if (data !== undefined && typeof data !== "string") return undefined;
      return {
        ...(body !== undefined && { [options.body]: body }),
        ...(data !== undefined && { CloudCustomData: data }),
      };
    },
  };
}

/** Elements of a type that is named, each with its content. */
function isMessageBody(body: unknown): boolean {
  if (!Array.isArray(body) || body.length === 0) return false;
  return body.every((element: unknown) => {
    const { MsgType, MsgContent } = Object(element) as Readonly<Record<string, unknown>>; // Object() makes it one
    return typeof MsgType === "string" && typeof MsgContent === "object" && MsgContent !== null;
  });
}

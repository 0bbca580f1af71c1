import type { CodeRange } from "./code-range.ts";
import { goOn, refuse } from "./envelope.ts";
import type { Refusing } from "./reply.ts";

/** Silent discard: nothing is delivered and the sender is told that it was. */
const DROPPED = 2;

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
    plain: 1,
    perTarget: null,
    answer: (decision, { payload }) => {
      switch (decision.verdict) {
        case "deny":
          return refuse(decision.refusal.code, decision.refusal.message);
        case "drop":
          return refuse(DROPPED, "");
        case "mask":
          return { ...goOn, [options.body]: options.rewrite(payload[options.body], decision.texts) };
        default:
          return goOn;
      }
    },
  };
}

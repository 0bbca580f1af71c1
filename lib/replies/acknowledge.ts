import { decodeCommon, OK } from "./envelope.ts";
import type { Acknowledging } from "./reply.ts";

/** After-commands: it has happened, Chat ignores the answer. `extra`: what a command's page wants besides. */
export function acknowledge(extra: Readonly<Record<string, unknown>> = {}): Acknowledging {
  const envelope = { ...OK, ...extra };
  return {
    phase: "after",
    actions: ["observe"],
    acknowledge: () => envelope,
    decode: (answer) => {
      const common = decodeCommon(answer);
      return { ...common, verdict: common.verdict === "fail" ? "fail" : "allow" };
    },
  };
}

import { decodeCommon, OK } from "./envelope.ts";
import type { Acknowledging } from "./reply.ts";

/** After-commands, whose answer Chat ignores. `extra`: further members that a command's page requires. */
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

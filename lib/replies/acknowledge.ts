import { goOn } from "./envelope.ts";
import type { Acknowledging } from "./reply.ts";

/** After-commands: it has happened, Chat ignores the answer. `extra` is what a command's page wants besides. */
export function acknowledge(extra: Readonly<Record<string, unknown>> = {}): Acknowledging {
  const envelope = { ...goOn, ...extra };
  return { phase: "after", actions: ["observe"], acknowledge: () => envelope };
}

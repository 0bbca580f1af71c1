import type { SinkContext } from "../gate/deliver.ts";
import type { Outcome } from "../gate/outcome.ts";

/** Where to is unknown before settings are, and whether the request is Chat's. */
export const isLostUnsettled = ({ ending }: Outcome, { settings, phase }: SinkContext): boolean =>
  settings === undefined && ending.kind === "faulted" && phase === "after";

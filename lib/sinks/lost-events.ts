import type { SinkContext } from "../gate/deliver.ts";
import type { Outcome } from "../gate/outcome.ts";

/** Before settings are known, so are neither the destinations nor whether the request is authentic. */
export const isLostUnsettled = ({ ending }: Outcome, { settings, phase }: SinkContext): boolean =>
  settings === undefined && ending.kind === "faulted" && phase === "after";

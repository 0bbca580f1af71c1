import type { Parameter } from "../policy-set/parameter.ts";

/** `reason` is for logs: it says what to do and never holds a value of the store. */
export type ReadResult =
  | { readonly kind: "read"; readonly parameters: readonly Parameter[] }
  | { readonly kind: "failed"; readonly reason: string };

/** Where settings, policies, lists and tokens are read from, whole, each time. Never throws. */
export type Source = {
  /** As in `CHATGATE_SOURCE`, e.g. `ssm:/chatgate/dev`, for logs. */
  readonly name: string;
  readonly read: () => Promise<ReadResult>;
};

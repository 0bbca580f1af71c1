/**
 * One value of the policy store. Names are relative to the stage and the same for every source: `settings`,
 * `policies/<document>`, `lists/<name>` or `lists/<name>/<nnn>`, `tokens`, `manifest`. Documents are JSON text,
 * lists and tokens one entry a line.
 */
export type Parameter = { readonly name: string; readonly value: string; readonly version: string };

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

/** The order of parameters everywhere; rules decide in the order of their documents' names. */
export const byName = (a: { readonly name: string }, b: { readonly name: string }) =>
  a.name < b.name ? -1 : 1;

/**
 * One value of the policy store. Names are relative to the stage and the same for every source: `settings`,
 * `policies/<document>`, `lists/<name>` or `lists/<name>/<nnn>`, `tokens`, `audit-key`, `manifest`. Documents are JSON
 * text, lists and tokens one entry a line.
 */
export type Parameter = {
  readonly name: string;
  readonly value: string;
  readonly version: string;
  /** A list that is unavailable, and why; the rules that name it have effect `error`. */
  readonly unavailable?: string;
};

/** The order of parameters everywhere; rules decide in the order of their documents' names. */
export const compareByName = (a: { readonly name: string }, b: { readonly name: string }) =>
  a.name < b.name ? -1 : 1;

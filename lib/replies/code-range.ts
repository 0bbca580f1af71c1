/** The custom error codes that a command passes on to the caller, both ends included, as its page prints them. */
export type CodeRange = readonly [from: number, to: number];

export function isCodeIn(range: CodeRange, code: number): boolean {
  return Number.isInteger(code) && code >= range[0] && code <= range[1];
}

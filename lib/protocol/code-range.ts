/** The custom error codes that a command passes on to the caller, both ends included, as its page prints them. */
export type CodeRange = readonly [from: number, to: number];

type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type Above = {
  "0": "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
  "1": "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
  "2": "3" | "4" | "5" | "6" | "7" | "8" | "9";
  "3": "4" | "5" | "6" | "7" | "8" | "9";
  "4": "5" | "6" | "7" | "8" | "9";
  "5": "6" | "7" | "8" | "9";
  "6": "7" | "8" | "9";
  "7": "8" | "9";
  "8": "9";
  "9": never;
};
/** Compares decimal strings of the same length, digit by digit: a union of 10,000 literals would be slow to check. */
type AtLeast<A extends string, B extends string> = A extends `${infer A1 extends Digit}${infer ARest}`
  ? B extends `${infer B1 extends Digit}${infer BRest}`
    ? A1 extends B1
      ? AtLeast<ARest, BRest>
      : A1 extends Above[B1]
        ? true
        : false
    : false
  : B extends ""
    ? true
    : false;
type Length<S extends string, Count extends unknown[] = []> = S extends `${string}${infer Rest}`
  ? Length<Rest, [...Count, unknown]>
  : Count["length"];

/** `N` where it is a literal inside the range, `never` elsewhere. */
export type CodeIn<R extends CodeRange, N extends number> = N extends number
  ? Length<`${N}`> extends Length<`${R[0]}`>
    ? AtLeast<`${N}`, `${R[0]}`> extends true
      ? AtLeast<`${R[1]}`, `${N}`> extends true
        ? N
        : never
      : never
    : never
  : never;

export function isCodeIn(range: CodeRange, code: number): boolean {
  return Number.isInteger(code) && code >= range[0] && code <= range[1];
}

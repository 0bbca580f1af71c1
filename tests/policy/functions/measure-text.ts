import { readNumber } from "../../../lib/policy/cel/values.ts";
import type { PolicyFunction } from "../../../lib/policy/functions/policy-function.ts";

/** What a function that takes a text alone gives for it. */
export function measureText({ call }: Pick<PolicyFunction, "call">, text: string): unknown {
  const measured = (call as (_: unknown, text: string) => unknown)(undefined, text); // each of these takes the receiver alone
  return typeof measured === "boolean" ? measured : readNumber(measured);
}

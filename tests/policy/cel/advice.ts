import { type Advice, diagnose } from "../../../lib/policy/cel/advise.ts";
import { environment } from "./language.ts";

export type AdviceRow = { readonly source: string; readonly at: number } & Omit<Advice, "range">;

/** One diagnostic, with this advice, of the token at this place. */
export function expectAdvice({ source, at, ...advice }: AdviceRow): void {
  const [first, ...more] = diagnose(source, environment);
  expect({ ...first, more }).toStrictEqual({ ...advice, range: [at, at + advice.token.length], more: [] });
}

import type { Explanation } from "./engine.ts";

/** Ranges of the rules' matches in the body's JSON text; none if the text is joined from several fields. */
export function findBodyMarks(
  body: string,
  { rules, outcome }: Explanation,
): readonly (readonly [number, number])[] {
  const spans = rules.flatMap(({ found, target, effect }) => {
    if (found?.span === undefined || effect === "pass") return [];
    const values = outcome.facets?.targets.find((values) => String(values.target) === target) ?? {};
    const whole = { ...outcome.facets?.values, ...values }[found.facet as keyof typeof values]; // evidence names facets only
    if (typeof whole !== "string") return [];
    const at = body.indexOf(JSON.stringify(whole));
    const [from, to] = found.span;
    const width = (end: number) => JSON.stringify(whole.slice(0, end)).length - 1; // without the closing quote
    return at < 0 ? [] : [[at + width(from), at + width(to)] as const];
  });
  return spans.sort(([a], [b]) => a - b);
}

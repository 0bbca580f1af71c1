import type { FacetName, FacetValue } from "../commands/facets.ts";

/** A message with holes: `Groups of type {groupType} cannot be created here.`; `{{` and `}}` are braces. */
export type Template = {
  readonly holes: readonly string[];
  readonly fill: (values: Readonly<Partial<Record<FacetName, FacetValue>>>) => string;
};

/** Gives what is wrong as text. */
export function parseTemplate(source: string): Template | string {
  const parts: (string | { readonly hole: string })[] = [];
  const token = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
  let end = 0;
  for (const match of source.matchAll(token)) {
    parts.push(source.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[0] === "{{" || match[0] === "}}") parts.push(match[0].charAt(0));
    else if (match[1] !== undefined) parts.push({ hole: match[1].trim() });
    else return `"${match[0]}" at ${match.index + 1} has no partner: write {{ or }} for a brace`;
  }
  parts.push(source.slice(end));
  const holes = parts.flatMap((part) => (typeof part === "string" ? [] : [part.hole]));
  return {
    holes,
    fill: (values) =>
      parts.map((part) => (typeof part === "string" ? part : show(values[part.hole as FacetName]))).join(""), // compile checked the holes
  };
}

function show(value: FacetValue | undefined): string {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

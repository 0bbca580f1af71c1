import type { FacetName, FacetValue } from "../commands/facets.ts";
import { cutAtGrapheme } from "../text/graphemes.ts";

/** A message with holes: `Groups of type {groupType} cannot be created here.`; `{{` and `}}` are braces. */
export type Template = {
  readonly holes: readonly Hole[];
  /** At most 500 characters, cut between two graphemes, since a hole may hold text of any length. */
  readonly fill: (values: Readonly<Partial<Record<FacetName, FacetValue>>>) => string;
};

/** `offset`: of the name in the source. */
type Hole = { readonly name: string; readonly offset: number };

export type ParsedTemplate =
  | { readonly kind: "template"; readonly template: Template }
  | { readonly kind: "unpaired"; readonly brace: string; readonly offset: number };

export function parseTemplate(source: string): ParsedTemplate {
  const parts: (string | Hole)[] = [];
  const token = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
  let end = 0;
  for (const match of source.matchAll(token)) {
    const [written, inner] = match;
    parts.push(source.slice(end, match.index));
    end = match.index + written.length;
    if (written === "{{" || written === "}}") parts.push(written.charAt(0));
    else if (inner !== undefined)
      parts.push({ name: inner.trim(), offset: end - 1 - inner.trimStart().length });
    else return { kind: "unpaired", brace: written, offset: match.index };
  }
  parts.push(source.slice(end));
  const holes = parts.filter((part) => typeof part !== "string");
  return {
    kind: "template",
    template: {
      holes,
      fill: (values) =>
        cutAtGrapheme(
          parts
            .map((part) => (typeof part === "string" ? part : formatFacet(values[part.name as FacetName]))) // compile checked the holes
            .join(""),
          MAX_MESSAGE_LENGTH,
        ),
    },
  };
}

/** UTF-16 units. */
const MAX_MESSAGE_LENGTH = 500;
/** UTF-16 units of one hole's value: enough for a whole cluster at the end of the message. */
const MAX_HOLE_LENGTH = MAX_MESSAGE_LENGTH + 2;

function formatFacet(value: FacetValue | undefined): string {
  if (value instanceof Date) return value.toISOString();
  // Each value takes at least its comma.
  const text = Array.isArray(value) ? value.slice(0, MAX_HOLE_LENGTH).join(", ") : String(value ?? "");
  return text.slice(0, MAX_HOLE_LENGTH);
}

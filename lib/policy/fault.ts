/** Something in a policy, list or settings that must be mended before it can be enforced. */
export type Fault = {
  /** As in the store: `settings`, `policies/creation`, `lists/reserved`. */
  readonly document: string;
  readonly rule?: string | undefined;
  /** Where in the document, e.g. `["rules", 2, "when"]`. */
  readonly path: readonly (string | number)[];
  /** Position inside the expression at `path`, or inside a list; both from 1. */
  readonly at?: { readonly line: number; readonly column: number } | undefined;
  readonly message: string;
};

/** Takes note of a fault of one rule; `path` begins inside it. */
export type Report = (path: Fault["path"], message: string, at?: Fault["at"]) => void;

/** `policies/creation: rule group-types, when 1:14: …`, for logs; the command line knows files and lines instead. */
export function formatFault({ document, rule, path, at, message }: Fault): string {
  const inRule = path[0] === "rules" && path.length > 1 ? path.slice(2) : path;
  const place = [
    rule === undefined ? (inRule === path ? "" : `rule ${Number(path[1]) + 1}`) : `rule ${rule}`,
    [inRule.join("."), at === undefined ? "" : `${at.line}:${at.column}`].filter(Boolean).join(" "),
  ];
  return [document, place.filter(Boolean).join(", "), message].filter(Boolean).join(": ");
}

/** Line and column, from 1, of an offset in a text. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** What the policy language leaves out of the specification's conformance tests, by feature. */
export type Exclusion = {
  readonly feature: string;
  readonly reason: string;
  readonly excludes: (test: { readonly suite: string; readonly expression: string }) => boolean;
};

const byText =
  (pattern: RegExp): Exclusion["excludes"] =>
  ({ expression }) =>
    pattern.test(expression);
const bySuite =
  (pattern: RegExp): Exclusion["excludes"] =>
  ({ suite }) =>
    pattern.test(suite);

export const exclusions: readonly Exclusion[] = [
  {
    feature: "text functions without a use",
    reason: "of the text extension, policies have what docs/language.md lists",
    excludes: byText(/\.(?:charAt|replace|reverse|format)\(|strings\.quote/),
  },
  {
    feature: "messages",
    reason: "no facet and no field is a protocol-buffer message, a wrapper or an enum",
    excludes: ({ suite, expression }) =>
      /google\.protobuf|\b[A-Z]\w*\s*(?:\/\/.*\s*)?\{|\bmsg\b|GlobalEnum|NestedEnum|TestAll|TestRequired/.test(
        expression,
      ) ||
      (/^(?:dynamic|enums|proto[23])\//.test(suite) && /^(?:int\()?x(?:\.\w+)?\)?$/.test(expression)),
  },
  {
    feature: "optional values",
    reason: "`has()` asks for what may be absent",
    excludes: byText(/optional\.|\.\?|\[\?|\{\?|optMap|orValue|hasValue/),
  },
  {
    feature: "unsigned ints",
    reason: "no facet and no field is one",
    excludes: byText(/\d[uU]\b|\buint\b/),
  },
  {
    feature: "bytes",
    reason: "texts are measured by `utf8Size()` and read by `json()`; nothing else is made of bytes",
    excludes: byText(/(?:^|[^\w"'\\])[bB][rR]?["']|\bbytes\b|base64\./),
  },
  {
    feature: "regular expressions",
    reason: "a backtracking one can hang the gate",
    excludes: byText(/\.matches\(/),
  },
  {
    feature: "type values",
    reason: "types are known before a rule is in force",
    excludes: byText(/\btype\(|^(?:bool|int|double|string|list|map|null_type|type)$/),
  },
  {
    feature: "qualified names",
    reason: "facets have no dots in their names, and there are no containers",
    excludes: bySuite(/^namespace|^plumbing\/qualified/),
  },
  {
    feature: "qualified names in fields",
    reason: "the same: only those of these tests that need a name with a dot",
    excludes: ({ suite, expression }) =>
      suite === "fields/qualified_identifier_resolution" && expression === "a.b.c",
  },
  {
    feature: "macros of two variables",
    reason: "an extension; positions are of no use in conditions",
    excludes: bySuite(/^macros2/),
  },
  {
    feature: "bindings and blocks",
    reason: "extensions; a condition that needs them is two rules",
    excludes: bySuite(/^(?:bindings_ext|block_ext)/),
  },
  {
    feature: "math functions",
    reason: "an extension that policies do not need",
    excludes: bySuite(/^math_ext/),
  },
];

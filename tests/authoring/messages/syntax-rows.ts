import type { Row } from "./row.ts";

export const syntaxRows: readonly Row[] = [
  { code: "unexpected-character", text: '"#" is not part of CEL. Remove it.' },
  {
    code: "unexpected-token",
    text: '"groupType" is not allowed here. Put an operator such as && before it, or remove it.',
  },
  { code: "unexpected-end", text: "The condition ends too early. Add what is missing after it." },
  { code: "unterminated-string", text: "The text is not closed. Add the quote at its end." },
  { code: "bad-escape", text: '"\\q" is not a valid escape. Write \\\\ for a backslash.' },
  { code: "bad-number", text: '"3x" is not a number. Write it as 20, 0.5 or 0xff.' },
  { code: "int-out-of-range", text: "99999999999999999999 does not fit into 64 bits. Use a smaller number." },
  { code: "reserved-word", text: '"for" is a reserved word of CEL. Use another name.' },
  { code: "word-operator", text: 'CEL has no "and". Use &&.' },
  { code: "single-operator", text: 'CEL has no "=". Use ==.' },
  {
    code: "unsupported",
    text: "`matches()` is not available: a backtracking regular expression can hang the gate. Use `glob()`, `hasWord()` or `containsAny()`.",
  },
  {
    code: "has-needs-field",
    text: "has() takes a field, such as has(request.Name). A facet is always there: compare it with its empty value.",
  },
  {
    code: "macro-arguments",
    text: 'exists(name): name each item first, then say what is computed of it: list.exists(x, x == "a").',
  },
  {
    code: "source-too-long",
    sample: {},
    text: "The condition has over 10000 characters. Split the rule in two, or use a list.",
  },
  {
    code: "too-many-nodes",
    sample: {},
    text: "The condition has over 200 names, values, operators and calls. Split the rule in two, or use a list.",
  },
  { code: "too-deep", text: "The condition is nested over 40 deep. Split the rule in two, or use a list." },
  {
    code: "too-many-items",
    sample: {},
    text: "The list has over 100 items. Put them into lists/<name>.txt and write lists.<name>.",
  },
  { code: "too-many-entries", text: "Maps are not available. Compare with == and ||, or use a list." },
  { code: "too-many-arguments", text: "The call has over 8 arguments. Remove some." },
  {
    code: "literal-too-long",
    sample: {},
    text: "The text has over 1000 characters. Use a shorter one, or a list.",
  },
  {
    code: "nested-macro",
    text: "all is inside another macro, which takes too long. Use a list, or write two rules.",
  },
];

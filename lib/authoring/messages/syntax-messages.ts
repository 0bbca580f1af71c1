import { POLICY_LIMITS } from "../../policy/cel/limits.ts";
import type { ConditionDetails } from "../../policy/diagnostic-details.ts";
import { CREATE, createRuleExample, createSituation, type Messages, quote } from "./message.ts";

type Syntax =
  | "unexpected-character"
  | "unexpected-token"
  | "unexpected-end"
  | "unterminated-string"
  | "bad-escape"
  | "bad-number"
  | "int-out-of-range"
  | "reserved-word"
  | "word-operator"
  | "single-operator"
  | "unsupported"
  | "has-needs-field"
  | "macro-arguments"
  | "source-too-long"
  | "too-many-nodes"
  | "too-deep"
  | "too-many-items"
  | "too-many-entries"
  | "too-many-arguments"
  | "literal-too-long"
  | "nested-macro";

const createConditionExample = (condition: string) =>
  createRuleExample(CREATE, `when: '${condition.replaceAll("'", "''")}'`, "observe: {}");
const { length, nodes, depth, items, literal } = POLICY_LIMITS;
const SPLIT = "Split the rule in two, or use a list.";

/** What CEL has and policies do not, why, and what to write. */
const features = {
  bytes: "Bytes are not available, since the gate reads texts. Use `custom.json()` or `utf8Size()`",
  uint: "Unsigned ints are not available, since no facet has them. Use an int, such as 20",
  messages: "Messages are not available, since payloads are JSON. Use the field's own value",
  optionals:
    "Optional values are not available, since `has()` asks for what may be absent. Use `has()` and `? :`",
  matches:
    "`matches()` is not available: a backtracking regular expression can hang the gate. Use `glob()`, `hasWord()` or `containsAny()`",
  bind: "Variables are not available, since a condition holds one expression. Write the value where it is used",
  types: "Types as values are not available, since they are known when the rule is loaded. Remove the test",
};

export const syntaxMessages = {
  "unexpected-character": {
    title: "A condition has a character that CEL does not know.",
    text: ({ token }) => `${quote(token)} is not part of CEL. Remove it.`,
    example: createConditionExample("owned > 3 # many"),
    fix: "Remove the character. Comments begin with `//`.",
  },
  "unexpected-token": {
    title: "A condition has something where nothing, or something else, is expected.",
    text: ({ token }) =>
      `${quote(token)} is not allowed here. Put an operator such as && before it, or remove it.`,
    example: createConditionExample("owned > 3 groupType"),
    fix: "Put an operator before it, close a bracket, or remove it.",
  },
  "unexpected-end": {
    title: "A condition ends too early.",
    text: () => "The condition ends too early. Add what is missing after it.",
    example: createConditionExample("owned >"),
    fix: "Add what is missing: a value, or a closing bracket.",
  },
  "unterminated-string": {
    title: "A text in a condition is not closed.",
    text: () => "The text is not closed. Add the quote at its end.",
    example: createConditionExample('name == "admin'),
    fix: "Add the quote at the end of the text.",
  },
  "bad-escape": {
    title: "A backslash in a text does not begin a valid escape.",
    text: ({ token }) => `${quote(token)} is not a valid escape. Write \\\\ for a backslash.`,
    example: createConditionExample('name == "a\\qb"'),
    fix: 'Write `\\\\` for a backslash, or `r"…"`.',
  },
  "bad-number": {
    title: "A number is not in CEL's format.",
    text: ({ token }) => `${quote(token)} is not a number. Write it as 20, 0.5 or 0xff.`,
    example: createConditionExample("owned > 3x"),
    fix: "Write it as `20`, `0.5` or `0xff`.",
  },
  "int-out-of-range": {
    title: "An int does not fit into 64 bits.",
    text: ({ token }) => `${token ?? ""} does not fit into 64 bits. Use a smaller number.`,
    example: createConditionExample("owned > 99999999999999999999"),
    fix: "Use a smaller number.",
  },
  "reserved-word": {
    title: "A word is reserved in CEL.",
    text: ({ token }) => `${quote(token)} is a reserved word of CEL. Use another name.`,
    example: createConditionExample("members.exists(for, for == name)"),
    fix: "Use another name.",
  },
  "word-operator": {
    title: "An operator is written as a word.",
    text: ({ token, suggestion }) => `CEL has no ${quote(token)}. Use ${suggestion ?? "its sign"}.`,
    example: createConditionExample("owned > 3 and owned < 9"),
    fix: "Use `&&` for and, `||` for or, `!` for not.",
  },
  "single-operator": {
    title: "An operator lacks its second character.",
    text: ({ token, suggestion }) => `CEL has no ${quote(token)}. Use ${suggestion ?? "two"}.`,
    example: createConditionExample("owned = 3"),
    fix: "Use `==`, `&&` or `||`.",
  },
  unsupported: {
    title: "A part of CEL is not available in policies.",
    text: ({ details: { feature } }) => `${features[feature ?? "types"]}.`,
    example: createConditionExample('name.matches("adm.*")'),
    fix: "Use the alternative in the text.",
  },
  "has-needs-field": {
    title: "The argument of `has()` is not a field.",
    text: () =>
      "has() takes a field, such as has(request.Name). A facet is always there: compare it with its empty value.",
    example: createConditionExample("has(name)"),
    fix: 'Ask about a field of `request`; compare a facet with its empty value, as in `name != ""`.',
  },
  "macro-arguments": {
    title: "`all()`, `exists()`, `exists_one()`, `filter()` or `map()` is given the wrong arguments.",
    text: ({ token }) =>
      `${token ?? ""}: name each item first, then say what is computed of it: list.exists(x, x == "a").`,
    example: createConditionExample("members.exists(name)"),
    fix: 'Write a name for each item, and the condition: `members.exists(x, x == "a")`.',
  },
  "source-too-long": {
    title: "A condition is too long.",
    text: () => `The condition has over ${length} characters. ${SPLIT}`,
    example: createSituation("a condition of over 10,000 characters"),
    fix: SPLIT,
  },
  "too-many-nodes": {
    title: "A condition has too many parts.",
    text: () => `The condition has over ${nodes} names, values, operators and calls. ${SPLIT}`,
    example: createSituation("a condition of over 200 parts"),
    fix: SPLIT,
  },
  "too-deep": {
    title: "A condition is nested too deeply.",
    text: () => `The condition is nested over ${depth} deep. ${SPLIT}`,
    example: createConditionExample(`${"(".repeat(depth + 1)}owned > 1${")".repeat(depth + 1)}`),
    fix: "Remove brackets that are not needed, or split the rule.",
  },
  "too-many-items": {
    title: "A list in a condition is too long.",
    text: () => `The list has over ${items} items. Put them into lists/<name>.txt and write lists.<name>.`,
    example: createSituation("a list of over 100 items in a condition"),
    fix: "Put the items into `lists/<name>.txt` and write `lists.<name>`.",
  },
  "too-many-entries": {
    title: "A condition has a map.",
    text: () => "Maps are not available. Compare with == and ||, or use a list.",
    example: createConditionExample('{"a": 1}["a"] == owned'),
    fix: "Compare with `==` and `||`, or use a list.",
  },
  "too-many-arguments": {
    title: "A call has too many arguments.",
    text: () => `The call has over ${POLICY_LIMITS.arguments} arguments. Remove some.`,
    example: createConditionExample("name.contains(1, 2, 3, 4, 5, 6, 7, 8, 9)"),
    fix: "Remove those that the function does not take.",
  },
  "literal-too-long": {
    title: "A text or number in a condition is too long.",
    text: () => `The text has over ${literal} characters. Use a shorter one, or a list.`,
    example: createSituation("a text of over 1,000 characters in a condition"),
    fix: "Use a shorter one, or a list.",
  },
  "nested-macro": {
    title: "A macro is inside another.",
    text: ({ token }) =>
      `${token ?? ""} is inside another macro, which takes too long. Use a list, or write two rules.`,
    example: createConditionExample("members.exists(a, members.all(b, a == b))"),
    fix: "Use a list, or write two rules.",
  },
} satisfies Messages<Pick<ConditionDetails, Syntax>>;

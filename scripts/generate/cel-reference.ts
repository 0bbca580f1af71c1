import { findBuiltins, listBuiltinNames } from "../../lib/policy/cel/builtins.ts";

/** A condition, or a part of the language in it, that the documents explain; each example is a whole condition. */
export type Explained = { readonly written: string; readonly about: string; readonly example: string };

const createExplained = (written: string, about: string, example: string): Explained => ({
  written,
  about,
  example,
});

/** The engine does not list its operators: the examples prove that each exists. */
export const operators: readonly Explained[] = [
  createExplained(
    "`a == b`, `a != b`",
    "Exactly equal, or not; both of one type. Case matters.",
    'groupType == "Public"',
  ),
  createExplained(
    "`a < b`, `<=`, `>`, `>=`",
    "For numbers, times and durations; texts are compared by character code.",
    "owned >= 20",
  ),
  createExplained(
    "`a && b`, `a \\|\\| b`, `!a`",
    "And, or, not. If one side decides, an error on the other side is ignored.",
    'owned > 5 && !(groupType == "Work")',
  ),
  createExplained(
    "`x in list`",
    "Whether an item of the list, or an entry of `lists.<name>`, is exactly `x`.",
    'groupType in ["Work", "Public"]',
  ),
  createExplained(
    "`c ? a : b`",
    "`a` if `c` holds, else `b`.",
    'platform == "restapi" ? owned > 50 : owned > 5',
  ),
  createExplained(
    "`+`, `-`, `*`, `/`, `%`",
    "For ints or for doubles, not mixed. Dividing ints drops the fraction. Overflow and division by zero are errors.",
    "owned % 10 == 0",
  ),
  createExplained("`a + b`", "Joins two texts or two lists.", 'operator + "-group" == name'),
  createExplained(
    "`time - time`, `time + duration`",
    "The first gives a duration, the second a time.",
    'now - eventTime > duration("5m")',
  ),
  createExplained(
    "`list[0]`",
    "The item at an index, from 0; an error if the list is shorter.",
    'members[0] == "ops-bot"',
  ),
  createExplained(
    '`.Field`, `["Field"]`',
    "A field of `request`; an error if it was not sent.",
    'request["Type"] == "Public"',
  ),
];

type Group = {
  readonly title: string;
  readonly functions: Readonly<Record<string, readonly [string, string]>>;
};

/** By the engine's name: what it does, and an example. */
const groups: readonly Group[] = [
  {
    title: "Text",
    functions: {
      startsWith: [
        "Whether the text begins with the argument. Case matters in all of these functions.",
        'operator.startsWith("guest-")',
      ],
      endsWith: ["Whether the text ends with the argument.", 'name.endsWith("!")'],
      contains: [
        "Whether the text contains the argument. For many words at once: `containsAny()`.",
        'note.contains("http")',
      ],
      size: ["The number of characters in a text, or of items in a list.", "name.size() > 40"],
      lowerAscii: ["The text with A to Z in lower case.", 'name.lowerAscii() == "support"'],
      upperAscii: ["The text with a to z in upper case.", "name.upperAscii() == name"],
      trim: ["The text without white space at both ends.", 'name.trim() == ""'],
      indexOf: [
        "The index of the first occurrence, from 0; the second argument is where the search begins. -1 if it does not occur.",
        'name.indexOf("@") >= 0',
      ],
      lastIndexOf: [
        "The index of the last occurrence; otherwise like `indexOf()`.",
        'name.lastIndexOf("/") > 0',
      ],
      substring: [
        "The text from the first index up to, but without, the second; an error if an index is outside the text.",
        'name.size() >= 3 && name.substring(0, 3) == "vip"',
      ],
      split: [
        "The parts between separators; the second argument limits their number.",
        'name.split(" ").size() > 8',
      ],
      join: ["The items as one text, with a separator between them.", 'members.join(",").size() > 1000'],
    },
  },
  {
    title: "Lists",
    functions: {
      all: [
        "Whether the condition holds for every item `x`. True for an empty list.",
        'members.all(x, x.startsWith("staff-"))',
      ],
      exists: [
        "Whether the condition holds for at least one item.",
        "mentions.exists(x, x in lists.protected)",
      ],
      exists_one: [
        "Whether the condition holds for exactly one item.",
        'elements.exists_one(x, x == "TIMImageElem")',
      ],
      filter: [
        "The items for which the condition holds.",
        'elements.filter(x, x == "TIMImageElem").size() > 9',
      ],
      map: [
        "The list of the values computed from each item; with a condition, from the items for which it holds.",
        'mentions.map(x, x.lowerAscii()).exists(x, x == "admin")',
      ],
    },
  },
  {
    title: "Times and durations",
    functions: {
      timestamp: [
        "The time that a text in RFC 3339 names, or a number of seconds since 1970.",
        'now > timestamp("2027-01-01T00:00:00Z")',
      ],
      duration: [
        "The duration that a text names, in `h`, `m`, `s` and `ms`; a day is `24h`.",
        'now - eventTime > duration("1h30m")',
      ],
      getFullYear: [
        "The year, in UTC or in the time zone that the argument names, as in all of these functions. For times of day: `between()`.",
        "now.getFullYear() == 2027",
      ],
      getMonth: ["The month, from 0.", "now.getMonth() == 11"],
      getDate: ["The day of the month, from 1.", "now.getDate() == 1"],
      getDayOfMonth: ["The day of the month, from 0.", "now.getDayOfMonth() == 0"],
      getDayOfWeek: ["The day of the week; Sunday is 0.", 'now.getDayOfWeek("Asia/Singapore") in [0, 6]'],
      getDayOfYear: ["The day of the year, from 0.", "now.getDayOfYear() == 0"],
      getHours: ["The hour; of a duration, its length in whole hours.", 'now.getHours("Asia/Singapore") < 6'],
      getMinutes: ["The minute; of a duration, its length in whole minutes.", "now.getMinutes() == 0"],
      getSeconds: [
        "The second; of a duration, its length in whole seconds.",
        "(now - eventTime).getSeconds() > 30",
      ],
      getMilliseconds: [
        "The millisecond; of a duration, the milliseconds beyond its whole seconds.",
        "now.getMilliseconds() == 0",
      ],
    },
  },
  {
    title: "Fields and conversions",
    functions: {
      has: ["Whether the field was sent, or the key exists.", "has(request.InviteOption)"],
      int: [
        "The value as an int. A text that is not a number is an error; a double loses its fraction.",
        'name == "1" || int(operator) > 1000',
      ],
      double: [
        "The value as a double. A text that is not a number is an error.",
        "double(owned) / 3.0 > 1.5",
      ],
      string: ["The value as a text.", 'name == "Group " + string(owned)'],
      bool: [
        "The value as a bool: `true`, `t`, `1` or `false`, `f`, `0`. Any other text is an error.",
        "bool(custom)",
      ],
    },
  },
];

/** CEL's features that policies do not support. */
export const leftOut: readonly { readonly names: readonly string[]; readonly why: string }[] = [
  {
    names: ["matches"],
    why: "refused, since a backtracking regular expression can hang the gate. `glob()`, `hasWord()` and `containsAny()` are linear",
  },
  { names: ["bind"], why: "refused: policies have no variables" },
  {
    names: ["hasValue", "value", "none", "of", "or", "orValue"],
    why: "optional values are not available; use `has()`",
  },
  { names: ["type"], why: "not needed: types are known when a rule is loaded" },
  { names: ["bytes"], why: "the gate reads texts; use `json()` or `utf8Size()`" },
  { names: ["uint"], why: "not needed: no facet and no field has this type" },
];

/** Macros take expressions; they have no signatures. */
const macros: Readonly<Record<string, readonly string[]>> = {
  has: ["has(field): bool"],
  all: ["list.all(x, condition): bool"],
  exists: ["list.exists(x, condition): bool"],
  exists_one: ["list.exists_one(x, condition): bool"],
  filter: ["list.filter(x, condition): list"],
  map: ["list.map(x, value): list", "list.map(x, condition, value): list"],
};

/** Throws if the engine has an undocumented function, or lacks a documented one. */
export function listCelFunctions(): readonly {
  readonly title: string;
  readonly functions: readonly Explained[];
}[] {
  const signatures = groupSignatures();
  const known = new Set([UNEXPLAINED, ...groups.flatMap(({ functions }) => Object.keys(functions))]);
  const strange = [
    ...[...signatures.keys()].filter((name) => !known.has(name)).map((name) => `${name}() is not explained`),
    ...[...known].filter((name) => !signatures.has(name)).map((name) => `${name}() is not there`),
  ];
  if (strange.length > 0) throw new Error(`scripts/generate/cel-reference.ts: ${strange.join("; ")}`);
  return groups.map(({ title, functions }) => ({
    title,
    functions: Object.entries(functions).map(([name, [about, example]]) => {
      const written = signatures.get(name) ?? [];
      return createExplained(written.map((form) => `\`${form}\``).join("<br>"), about, example);
    }),
  }));
}

/** No effect if types are known. */
const UNEXPLAINED = "dyn";

function groupSignatures(): ReadonlyMap<string, readonly string[]> {
  const own = listBuiltinNames().map((name): [string, readonly string[]] => [
    name,
    findBuiltins(name).map(({ signature }) => formatPlainTypes(signature.replace(/(^|\.)\(/, `$1${name}(`))),
  ]);
  return new Map([...own, ...Object.entries(macros)]);
}

/** A signature's types as the documents of this language write them. */
export function formatPlainTypes(signature: string): string {
  return signature.replaceAll("WordList", "lists.<name>");
}

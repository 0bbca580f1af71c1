import { Environment } from "@marcbachmann/cel-js";

/** A condition, or a part of the language in it, that the documents explain; each example is a whole condition. */
export type Explained = { readonly written: string; readonly about: string; readonly example: string };

const explained = (written: string, about: string, example: string): Explained => ({
  written,
  about,
  example,
});

/** The engine lists no operators: the examples show that each is there. */
export const operators: readonly Explained[] = [
  explained("`a == b`, `a != b`", "Equal, to the letter; of one type.", 'groupType == "Public"'),
  explained(
    "`a < b`, `<=`, `>`, `>=`",
    "Of numbers, times, durations; texts by character code.",
    "owned >= 20",
  ),
  explained(
    "`a && b`, `a \\|\\| b`, `!a`",
    "Where one side decides, an error of the other is nothing.",
    'owned > 5 && !(groupType == "Work")',
  ),
  explained(
    "`x in list`",
    "Whether an item equals `x`; of `lists.<name>`, an entry, to the letter.",
    'groupType in ["Work", "Public"]',
  ),
  explained(
    "`c ? a : b`",
    "`a` where `c` holds, else `b`.",
    'platform == "restapi" ? owned > 50 : owned > 5',
  ),
  explained(
    "`+`, `-`, `*`, `/`, `%`",
    "Of ints or of doubles, not mixed; an int divided is cut. Overflow and division by zero are errors.",
    "owned % 10 == 0",
  ),
  explained("`a + b`", "Texts or lists, one after the other.", 'operator + "-group" == name'),
  explained("`time - time`, `time + duration`", "A duration; a time.", 'now - eventTime > duration("5m")'),
  explained("`list[0]`", "An item, from 0; where there is none, an error.", 'members[0] == "ops-bot"'),
  explained(
    '`.Field`, `["Field"]`',
    "A field of `request`; where it was not sent, an error.",
    'request["Type"] == "Public"',
  ),
];

type Group = {
  readonly title: string;
  readonly functions: Readonly<Record<string, readonly [string, string]>>;
};

/** By the engine's name, `bytes.` before those of bytes: what it does, and an example. */
const groups: readonly Group[] = [
  {
    title: "Text",
    functions: {
      startsWith: [
        "Whether it is the beginning. Case matters, in all of these.",
        'operator.startsWith("guest-")',
      ],
      endsWith: ["Whether it is the end.", 'name.endsWith("!")'],
      contains: [
        "Whether it stands somewhere. For many words at once: `containsAny()`.",
        'note.contains("http")',
      ],
      size: ["Characters of a text, items of a list, bytes.", "name.size() > 40"],
      lowerAscii: ["Small letters, of A to Z only.", 'name.lowerAscii() == "support"'],
      upperAscii: ["Capitals, of a to z only.", "name.upperAscii() == name"],
      trim: ["Without white space at both ends.", 'name.trim() == ""'],
      indexOf: [
        "Where it begins, from 0, looking from the second number on; -1: nowhere.",
        'name.indexOf("@") >= 0',
      ],
      lastIndexOf: ["Likewise, the last one.", 'name.lastIndexOf("/") > 0'],
      substring: [
        "From the first place up to, not with, the second; outside the text: an error.",
        'name.size() >= 3 && name.substring(0, 3) == "vip"',
      ],
      split: ["What stands between; at most so many parts.", 'name.split(" ").size() > 8'],
      join: ["The items as one text, with the other one between.", 'members.join(",").size() > 1000'],
    },
  },
  {
    title: "Lists",
    functions: {
      all: [
        "Whether it holds for every item; of an empty list it does. `x` is the item.",
        'members.all(x, x.startsWith("staff-"))',
      ],
      exists: ["Whether it holds for one or more.", "mentions.exists(x, x in lists.protected)"],
      exists_one: ["Whether it holds for one, and no other.", 'elements.exists_one(x, x == "TIMImageElem")'],
      filter: ["The items for which it holds.", 'elements.filter(x, x == "TIMImageElem").size() > 9'],
      map: [
        "The list of what each item gives; of those only for which the second holds.",
        'mentions.map(x, x.lowerAscii()).exists(x, x == "admin")',
      ],
    },
  },
  {
    title: "Times and durations",
    functions: {
      timestamp: ["RFC 3339, or seconds since 1970.", 'now > timestamp("2027-01-01T00:00:00Z")'],
      duration: ["`h`, `m`, `s`, `ms`; a day is `24h`.", 'now - eventTime > duration("1h30m")'],
      getFullYear: [
        "The year, in UTC or the time zone named, as all of these. For hours of the day: `between()`.",
        "now.getFullYear() == 2027",
      ],
      getMonth: ["The month, from 0.", "now.getMonth() == 11"],
      getDate: ["The day of the month, from 1.", "now.getDate() == 1"],
      getDayOfMonth: ["The day of the month, from 0.", "now.getDayOfMonth() == 0"],
      getDayOfWeek: ["The day of the week; Sunday is 0.", 'now.getDayOfWeek("Asia/Singapore") in [0, 6]'],
      getDayOfYear: ["The day of the year, from 0.", "now.getDayOfYear() == 0"],
      getHours: [
        "The hour; of a duration, all of it in whole hours. Likewise below.",
        'now.getHours("Asia/Singapore") < 6',
      ],
      getMinutes: ["The minute.", "now.getMinutes() == 0"],
      getSeconds: ["The second.", "(now - eventTime).getSeconds() > 30"],
      getMilliseconds: ["The millisecond.", "now.getMilliseconds() == 0"],
    },
  },
  {
    title: "Fields and conversions",
    functions: {
      has: ["Whether the field was sent.", "has(request.InviteOption)"],
      int: ["What is no number is an error. A double is cut.", 'name == "1" || int(operator) > 1000'],
      double: ["What is no number is an error.", "double(owned) / 3.0 > 1.5"],
      string: ["As text.", 'name == "Group " + string(owned)'],
      bool: ["`true`, `t`, `1` and their opposites.", "bool(custom)"],
    },
  },
  {
    title: "Bytes",
    functions: {
      bytes: ["A text in UTF-8.", "bytes(name).size() > 90"],
      "bytes.json": [
        "What the JSON says, untyped; no JSON, or no such key, is an error.",
        'bytes(custom).json().source == "bot"',
      ],
      "bytes.string": ["As text, from UTF-8.", "bytes(name).string() == name"],
      "bytes.at": [
        "One byte, from 0; where there is none, an error.",
        'name != "" && bytes(name).at(0) == 35',
      ],
      "bytes.hex": ["In hex digits.", 'bytes(name).hex() == "6f6b"'],
      "bytes.base64": ["In Base64.", 'bytes(name).base64() == "b2s="'],
    },
  },
];

/** What the engine has and policies have not, or have no use for. */
export const leftOut: readonly { readonly names: readonly string[]; readonly why: string }[] = [
  {
    names: ["matches"],
    why: "refused, since a backtracking regular expression can hang the gate. `glob()`, `hasWord()` and `containsAny()` are linear",
  },
  { names: ["bind"], why: "refused: `cel` is not a name here" },
  {
    names: ["hasValue", "value", "none", "of", "or", "orValue"],
    why: "optional values are not switched on; ask `has()`",
  },
  { names: ["type", "dyn"], why: "of no use: types are known before a rule is in force" },
  { names: ["uint"], why: "of no use: no facet and no field is one" },
];

/** Macros take expressions, which the engine's signatures do not tell. */
const macros: Readonly<Record<string, readonly string[]>> = {
  has: ["has(field): bool"],
  all: ["list.all(x, condition): bool"],
  exists: ["list.exists(x, condition): bool"],
  exists_one: ["list.exists_one(x, condition): bool"],
  filter: ["list.filter(x, condition): list"],
  map: ["list.map(x, value): list", "list.map(x, condition, value): list"],
};

/** Throws where the engine has a function that is not explained here, or has it no more. */
export function celFunctions(): readonly {
  readonly title: string;
  readonly functions: readonly Explained[];
}[] {
  const signatures = signaturesByName();
  const known = new Set([
    ...leftOut.flatMap(({ names }) => names),
    ...groups.flatMap(({ functions }) => Object.keys(functions)),
  ]);
  const strange = [
    ...[...signatures.keys()].filter((name) => !known.has(name)).map((name) => `${name}() is not explained`),
    ...[...known].filter((name) => !signatures.has(name)).map((name) => `${name}() is not there`),
  ];
  if (strange.length > 0) throw new Error(`scripts/generate/cel-reference.ts: ${strange.join("; ")}`);
  return groups.map(({ title, functions }) => ({
    title,
    functions: Object.entries(functions).map(([name, [about, example]]) => {
      const written = macros[name] ?? signatures.get(name) ?? [];
      return explained(written.map((one) => `\`${one}\``).join("<br>"), about, example);
    }),
  }));
}

function signaturesByName(): ReadonlyMap<string, readonly string[]> {
  const usable = new Environment()
    .getDefinitions()
    .functions.filter(({ receiverType, params: [first] }) => !ABSENT.has(receiverType ?? first?.type ?? ""));
  const byName = Map.groupBy(usable, ({ name, receiverType }) =>
    receiverType === "bytes" && name !== "size" ? `bytes.${name}` : name,
  );
  return new Map([...byName].map(([name, all]) => [name, all.map(({ signature }) => plainTypes(signature))]));
}

/** Types of which no facet is, nor a literal. */
const ABSENT: ReadonlySet<string> = new Set(["map<dyn, dyn>", "uint"]);

/** As this language's documents write types. */
export function plainTypes(signature: string): string {
  return signature
    .replaceAll(/google\.protobuf\.(Timestamp|Duration)/g, (_, type: string) => type.toLowerCase())
    .replaceAll("list<dyn>", "list")
    .replaceAll("map<dyn, dyn>", "map")
    .replaceAll("WordList", "lists.<name>");
}

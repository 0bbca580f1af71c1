import fc from "fast-check";

/** The variables of a condition, as the facets are: some of every type. */
export const variables = {
  name: "string",
  text: "string",
  operator: "string",
  owned: "int",
  sdkAppId: "int",
  members: "list<string>",
  mentions: "list<string>",
  now: "timestamp",
  eventTime: "timestamp",
} as const;

export type Case = {
  readonly source: string;
  readonly values: Readonly<Record<keyof typeof variables, unknown>>;
};

const quote = (text: string) => JSON.stringify(text).replaceAll(/\\u([\da-f]{4})/g, "\\u$1");
const words = fc.constantFrom(
  "",
  "a",
  "Work",
  "v_ops",
  "ÄÖ",
  "née",
  "🐱b",
  "a,b,a",
  " x ",
  "12",
  "-7",
  "1.5",
  "true",
);
/** Mostly such as have a value: two errors agree whatever they are. */
const mostly = (weight: number, good: readonly string[], bad: readonly string[]) =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...good), weight },
    { arbitrary: fc.constantFrom(...bad), weight: 1 },
  );
const numerals = mostly(20, ['"12"', '"-7"', '"0"', '"40"'], ['"x"', '"1.5"', '""']);
const bools = mostly(20, ['"true"', '"f"', '"1"', '"False"'], ['"yes"']);
const divisors = mostly(20, ["3", "-1", "7", "-2", "4294967296"], ["0"]);
const positions = mostly(30, ["0"], ["1", "2", "3"]);
const ends = mostly(12, ["1", "3", "0, 2", "1, 3", "2, 2"], ["3, 1", "9", "2, 99"]);
const letters = fc.oneof(words, fc.string({ maxLength: 6 }), fc.string({ unit: "grapheme", maxLength: 4 }));
const ints = fc.oneof(
  { arbitrary: fc.integer({ min: -5, max: 40 }).map(String), weight: 8 },
  fc.constantFrom(
    "9223372036854775807",
    "-9223372036854775808",
    "9007199254740991",
    "9007199254740993",
    "4294967296",
    "0x1F",
  ),
);
const doubles = mostly(
  60,
  [
    "0.0",

    "1.0",
    "1.5",
    "-2.5",
    "1e3",
    "9007199254740993.0",
    "1e300",
    "0.1",
    "0.25",
    "-0.0",
  ],
  [".5"],
);
const timestamps = fc.constantFrom(
  'timestamp("2026-03-01T12:00:00Z")',
  'timestamp("2026-02-28T23:59:59.25+08:00")',
  'timestamp("2025-12-31T23:59:59Z")',
  "timestamp(1767225600)",
);
const durations = fc
  .constantFrom("1s", "1h30m", "-90s", "250ms", "24h", "0s", "-1.5s")
  .map((text) => `duration("${text}")`);
/** Node 20's Intl, which cel-js asks, takes none by their distance. */
const distances = Number.parseInt(process.versions.node, 10) < 22 ? [] : ['"+05:30"', '"-02:30"'];
const zones = fc.constantFrom('"Asia/Singapore"', '"UTC"', '"America/New_York"', ...distances);
const timeFields = [
  "FullYear",
  "Month",
  "Date",
  "DayOfMonth",
  "DayOfWeek",
  "DayOfYear",
  "Hours",
  "Minutes",
  "Seconds",
  "Milliseconds",
];
const durationFields = ["Hours", "Minutes", "Seconds", "Milliseconds"];

type Arb = fc.Arbitrary<string>;
type Grammar = Record<"bool" | "int" | "double" | "string" | "list" | "time" | "span" | "ints", string>;

const join = (...parts: readonly (string | Arb)[]): Arb =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((texts) => texts.join(""));
const any = (...written: readonly string[]): Arb => fc.constantFrom(...written);

/** Well-typed by construction; each type's own expressions over those of the others, two or three deep. */
const { condition, value } = fc.letrec<Grammar & { condition: string; value: string }>((tie) => {
  const at = tie as unknown as (name: keyof Grammar) => Arb; // every rule makes a text
  const [bool, int, double, string, list, time, span, intList] = (
    ["bool", "int", "double", "string", "list", "time", "span", "ints"] as const
  ).map(at) as [Arb, Arb, Arb, Arb, Arb, Arb, Arb, Arb]; // eight names, eight rules
  const equals = any(" == ", " != ");
  const compares = any(" < ", " <= ", " > ", " >= ", " == ", " != ");
  const deep = (leaf: Arb, ...more: readonly Arb[]): Arb =>
    fc.oneof({ maxDepth: 4, depthSize: "small", withCrossShrink: true }, leaf, ...more);
  const choice = (one: Arb) => join("(", bool, " ? ", one, " : ", one, ")");
  const pair = (one: Arb, between: Arb) => join("(", one, between, one, ")");
  /** What fails often, so that most expressions have a value. */
  const rarely = (one: Arb, instead: string) =>
    fc.oneof({ arbitrary: fc.constant(instead), weight: 5 }, { arbitrary: one, weight: 1 });
  const ofItem = fc.oneof(
    join("x", equals, words.map(quote)),
    join("x.startsWith(", words.map(quote), ")"),
    join("x.size()", compares, ints),
    join("x in ", list),
    join("x", equals, "name"),
    rarely(join("10 / x.size() > ", ints), "x.size() > 1"),
  );
  return {
    bool: deep(
      any("true", "false"),
      pair(bool, any(" && ", " || ")),
      join("!", bool),
      choice(bool),
      pair(int, compares),
      pair(double, compares),
      pair(string, compares),
      pair(time, compares),
      pair(span, compares),
      pair(bool, equals),
      pair(list, equals),
      join("(", string, " in ", list, ")"),
      join("(", int, " in ", intList, ")"),
      join(string, any(".startsWith(", ".endsWith(", ".contains("), string, ")"),
      join(list, any(".exists(x, ", ".all(x, ", ".exists_one(x, "), ofItem, ")"),
      join("bool(", bools, ")"),
    ),
    int: deep(
      fc.oneof(ints, any("owned", "sdkAppId")),
      pair(int, any(" + ", " - ", " * ")),
      join("(", int, any(" / ", " % "), divisors, ")"),
      rarely(pair(int, any(" / ", " % ")), "owned"),
      join("(-", any("owned", "sdkAppId"), ")"),
      choice(int),
      join(string, ".size()"),
      join("size(", list, ")"),
      join("(", intList, " + [7])[", positions, "]"),
      join("int(", double, ")"),
      join("int(", numerals, ")"),
      join(time, ".get", fc.constantFrom(...timeFields), "()"),
      join(time, ".get", fc.constantFrom(...timeFields), "(", zones, ")"),
      join(span, ".get", fc.constantFrom(...durationFields), "()"),
      join(string, any(".indexOf(", ".lastIndexOf("), words.map(quote), ")"),
    ),
    double: deep(
      doubles,
      pair(double, any(" + ", " - ", " * ", " / ")),
      choice(double),
      join("double(", int, ")"),
      join("double(", numerals, ")"),
    ),
    string: deep(
      fc.oneof(letters.map(quote), any("name", "text", "operator")),
      pair(string, any(" + ")),
      choice(string),
      join(string, any(".lowerAscii()", ".upperAscii()", ".trim()")),
      join(string, ".substring(", positions, ")"),
      join(string, ".substring(0, ", positions, ")"),
      join("(", string, ' + "abc").substring(', ends, ")"),
      join("string(", int, ")"),
      join("string(", bool, ")"),
      join(list, any(".join()", '.join(",")')),
      join("(", list, ' + ["z"])[', positions, "]"),
    ),
    list: deep(
      fc.oneof(
        any("members", "mentions"),
        fc.array(words.map(quote), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
      ),
      pair(list, any(" + ")),
      choice(list),
      join(list, ".filter(x, ", ofItem, ")"),
      join(list, ".map(x, x + ", words.map(quote), ")"),
      join(list, ".map(x, ", ofItem, ", x.trim())"),
      join(string, any('.split(",")', '.split("")', '.split("a", 2)')),
    ),
    ints: deep(
      fc.array(ints, { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
      join("[", int, ", ", int, "]"),
      join(list, ".map(x, x.size())"),
    ),
    time: deep(
      fc.oneof(any("now", "eventTime"), timestamps),
      join("(", time, any(" + ", " - "), span, ")"),
      choice(time),
    ),
    span: deep(durations, join("(", time, " - ", time, ")"), pair(span, any(" + ", " - ")), choice(span)),
    condition: bool,
    value: fc.oneof(int, double, string, list, time, span, intList),
  };
});

/** Near each other: cel-js keeps differences in floating point, exact for 104 days. */
const dates = fc
  .integer({ min: -4_000_000, max: 4_000_000 })
  .map((seconds) => new Date(1_770_000_000_000 + seconds * 1000));

const values = fc.record({
  name: letters,
  text: letters,
  operator: letters,
  owned: fc.oneof(fc.nat(50), fc.constantFrom(Number.MAX_SAFE_INTEGER, 0, -1)),
  sdkAppId: fc.constant(1400000000),
  members: fc.array(letters, { maxLength: 3 }),
  mentions: fc.array(words, { maxLength: 2 }),
  now: dates,
  eventTime: dates,
});

export const cases: fc.Arbitrary<Case> = fc.record({
  source: fc.oneof({ arbitrary: condition, weight: 2 }, value),
  values,
});

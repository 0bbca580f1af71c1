import type { FunctionDeclaration } from "./environment.ts";
import {
  findZoneOffset,
  formatMoment,
  makeMoment,
  parseCelDuration,
  parseTimestamp,
  readField,
} from "./time.ts";
import {
  type Boxed,
  countCharacters,
  countEntries,
  type Moment,
  makeDouble,
  makeInt,
  makeInt64,
  readKind,
  readNumber,
} from "./values.ts";

type Int = number | bigint;
type Call = (...values: never[]) => unknown;
type Cost = (...values: never[]) => number;
/** Without `cost`, a text costs an eighth of its length. `fault`: the error code for `undefined`. */
type Row = readonly [signatures: string, call: Call, cost?: Cost | undefined, fault?: string];

const takeValue = (value: unknown) => value;
/** A text that is built letter by letter. */
const changeCost = (text: string) => text.length * 3;
const createHalfText = (text: string) => text.length >> 1;
/** Searching takes up to text × pattern where both repeat themselves. */
const searchCost = (text: string, part: string) => (text.length >> 3) + ((text.length * part.length) >> 9);
const countCost = (text: string, part: string) => createHalfText(text) + searchCost(text, part);
const parseCost = (text: string) => 80 + (text.length >> 3);
const computeNumeralCost = (text: string) => 10 + (text.length >> 3);
/** A zone's formatter takes microseconds. */
const estimateZone = () => 200;
const INDEX = "index-out-of-range";
const BAD = "bad-conversion";

/** CEL's own functions, and those of its text library; bars separate signatures. */
const builtins: Readonly<Record<string, readonly Row[]>> = {
  size: [
    ["(string): int|string.(): int", countCharacters, createHalfText],
    ["(list): int|list.(): int", (list: readonly unknown[]) => list.length, () => 0],
    ["(map): int|map.(): int", countEntries, countEntries],
  ],
  startsWith: [["string.(string): bool", (text: string, part: string) => text.startsWith(part)]],
  endsWith: [["string.(string): bool", (text: string, part: string) => text.endsWith(part)]],
  contains: [["string.(string): bool", (text: string, part: string) => text.includes(part), searchCost]],
  lowerAscii: [
    // Stryker disable next-line Regex: letter by letter is only slower
    ["string.(): string", (text: string) => changeAscii(text, /[A-Z]+/g, "toLowerCase"), changeCost],
  ],
  upperAscii: [
    // Stryker disable next-line Regex: letter by letter is only slower
    ["string.(): string", (text: string) => changeAscii(text, /[a-z]+/g, "toUpperCase"), changeCost],
  ],
  trim: [["string.(): string", trimText, createHalfText]],
  indexOf: [["string.(string): int|string.(string, int): int", findText("indexOf"), countCost, INDEX]],
  lastIndexOf: [
    ["string.(string): int|string.(string, int): int", findText("lastIndexOf"), countCost, INDEX],
  ],
  substring: [["string.(int): string|string.(int, int): string", cutText, createHalfText, INDEX]],
  split: [
    [
      "string.(string): list<string>|string.(string, int): list<string>",
      splitText,
      (text: string) => text.length,
    ],
  ],
  join: [["list<string>.(): string|list<string>.(string): string", joinItems, joinCost, "no-such-overload"]],
  timestamp: [
    ["(string): timestamp", parseTimestamp, parseCost, "bad-timestamp"],
    [
      "(int): timestamp",
      (seconds: Int) => makeMoment("timestamp", Number(seconds), 0),
      undefined,
      "bad-timestamp",
    ],
    ["(timestamp): timestamp", takeValue],
  ],
  duration: [
    ["(string): duration", parseCelDuration, parseCost, "bad-duration"],
    ["(duration): duration", takeValue],
  ],
  int: [
    ["(int): int", takeValue],
    ["(double): int", cutDouble, undefined, "overflow"],
    ["(string): int", parseInteger, computeNumeralCost, BAD],
    ["(timestamp): int", ({ seconds }: Moment) => seconds],
  ],
  double: [
    ["(double): double", takeValue],
    ["(int): double", (int: Int) => makeDouble(Number(int))],
    ["(string): double", parseDouble, computeNumeralCost, BAD],
  ],
  string: [
    [
      "(string): string|(bool): string|(int): string|(double): string|(timestamp): string|(duration): string",
      formatValue,
      (value: unknown) => (typeof value === "string" ? 0 : 30),
    ],
  ],
  bool: [
    ["(bool): bool", takeValue],
    ["(string): bool", parseBool, undefined, BAD],
  ],
  dyn: [["(dyn): dyn", takeValue, () => 0]],
};

/** `get…`; the last four are durations' too. */
const FIELDS = "FullYear Month Date DayOfMonth DayOfWeek DayOfYear Hours Minutes Seconds Milliseconds".split(
  " ",
);

export const listBuiltinNames = (): readonly string[] => [
  ...Object.keys(builtins),
  ...FIELDS.map((field) => `get${field}`),
];

function listFieldRows(name: string): readonly Row[] | undefined {
  const index = FIELDS.findIndex((field) => name === `get${field}`);
  const field = FIELDS[index];
  if (field === undefined) return undefined;
  const ofUtc = (moment: Moment) => readField(field, moment, 0);
  const inZone = (moment: Moment, zone: string) => {
    const offset = findZoneOffset(zone, moment.seconds);
    return offset === undefined ? undefined : readField(field, moment, offset);
  };
  return [
    [index > 5 ? "timestamp.(): int|duration.(): int" : "timestamp.(): int", ofUtc, () => 10],
    ["timestamp.(string): int", inZone, estimateZone, "bad-zone"],
  ];
}

export function findBuiltins(name: string): readonly FunctionDeclaration[] {
  const rows = Object.hasOwn(builtins, name) ? builtins[name] : listFieldRows(name);
  return (rows ?? []).flatMap(([signatures, own, cost, fault]) => {
    const call = (_: unknown, a: never, b: never, c: never) => own(a, b, c);
    return signatures
      .split("|")
      .map((signature) => ({ signature, call, cost, fault }) as FunctionDeclaration); // `undefined` is read as absent
  });
}

/** The UTF-16 offset of a character; `undefined`: outside the text, or no index. */
function findOffset(text: string, index?: Int): number | undefined {
  let left = Number(index);
  let at = 0;
  for (; left > 0 && at < text.length; left--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return left === 0 ? at : undefined;
}

function findText(method: "indexOf" | "lastIndexOf") {
  return (text: string, part: string, from?: Int): number | undefined => {
    const start = findOffset(text, from);
    if (from !== undefined && start === undefined) return undefined;
    const found = text[method](part, start);
    return found < 0 ? -1 : countCharacters(text.slice(0, found));
  };
}

function cutText(text: string, from: Int, to?: Int): string | undefined {
  const start = findOffset(text, from);
  const end = to === undefined ? text.length : findOffset(text, to);
  return start === undefined || end === undefined || end < start ? undefined : text.slice(start, end);
}

function splitText(text: string, separator: string, most: Int = Infinity): readonly string[] {
  const limit = most < 0 ? Infinity : Number(most);
  if (limit === 0) return [];
  const parts = separator === "" ? [...text] : text.split(separator);
  const rest = parts.splice(limit - 1);
  return rest.length > 0 ? [...parts, rest.join(separator)] : parts;
}

function joinItems(items: readonly unknown[], separator = ""): string | undefined {
  return items.every((item) => typeof item === "string") ? items.join(separator) : undefined;
}

function joinCost(items: readonly unknown[], separator = ""): number {
  let length = items.length * (8 + separator.length);
  for (const item of items) length += typeof item === "string" ? item.length : 0;
  return length >> 3;
}

function changeAscii(text: string, letters: RegExp, method: "toLowerCase" | "toUpperCase"): string {
  return text.replace(letters, (run) => run[method]());
}

/** Unicode's White_Space, which is not what JavaScript trims. */
const SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function trimText(text: string): string {
  let start = 0;
  let end = text.length;
  // There is no space beyond either end.
  while (SPACE.test(text.charAt(start))) start++;
  while (SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function parseInteger(text: string): Int | undefined {
  return /^[+-]?\d{1,30}$/.test(text) ? makeInt64(BigInt(text)) : undefined;
}

function cutDouble(value: unknown): Int | undefined {
  const whole = Math.trunc(readNumber(value));
  return Math.abs(whole) < 2 ** 63 ? makeInt(BigInt(whole)) : undefined; // false for NaN
}

function parseDouble(text: string): number | Boxed | undefined {
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? makeDouble(Number(text)) : undefined;
}

function parseBool(text: string): boolean | undefined {
  if (/^(?:1|t|true|TRUE|True)$/.test(text)) return true;
  return /^(?:0|f|false|FALSE|False)$/.test(text) ? false : undefined;
}

function formatValue(value: unknown): string {
  const kind = readKind(value);
  if (kind === "timestamp" || kind === "duration") return formatMoment(value as Moment); // readKind() returned this kind
  if (kind !== "double") return String(value);
  const double = readNumber(value);
  if (Object.is(double, -0)) return "-0";
  if (double === Infinity) return "+Inf";
  return double === -Infinity ? "-Inf" : String(double);
}

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
  MAX_INT,
  MIN_INT,
  type Moment,
  makeDouble,
  makeInt,
  readKind,
  readNumber,
} from "./values.ts";

type Int = number | bigint;
type Call = (...values: never[]) => unknown;
type Cost = (...values: never[]) => number;
/** `fault`: the error code for `undefined`. Without `cost`, a text costs an eighth of its length. */
type Row = readonly [signatures: string, call: Call, fault?: string, cost?: Cost];

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
    ["(string): int|string.(): int", countCharacters, "", createHalfText],
    ["(list): int|list.(): int", (list: readonly unknown[]) => list.length, "", () => 0],
    ["(map): int|map.(): int", countEntries, "", countEntries],
  ],
  startsWith: [["string.(string): bool", (text: string, part: string) => text.startsWith(part)]],
  endsWith: [["string.(string): bool", (text: string, part: string) => text.endsWith(part)]],
  contains: [["string.(string): bool", (text: string, part: string) => text.includes(part), "", searchCost]],
  lowerAscii: [
    ["string.(): string", (text: string) => changeAscii(text, /[A-Z]+/g, "toLowerCase"), "", changeCost],
  ],
  upperAscii: [
    ["string.(): string", (text: string) => changeAscii(text, /[a-z]+/g, "toUpperCase"), "", changeCost],
  ],
  trim: [["string.(): string", trimText, "", createHalfText]],
  indexOf: [["string.(string): int|string.(string, int): int", findText("indexOf"), INDEX, countCost]],
  lastIndexOf: [
    ["string.(string): int|string.(string, int): int", findText("lastIndexOf"), INDEX, countCost],
  ],
  substring: [["string.(int): string|string.(int, int): string", cutText, INDEX, createHalfText]],
  split: [
    [
      "string.(string): list<string>|string.(string, int): list<string>",
      splitText,
      "",
      (text: string) => text.length,
    ],
  ],
  join: [["list<string>.(): string|list<string>.(string): string", joinItems, "no-such-overload", joinCost]],
  timestamp: [
    ["(string): timestamp", parseTimestamp, "bad-timestamp", parseCost],
    ["(int): timestamp", (seconds: Int) => makeMoment("timestamp", Number(seconds), 0), "bad-timestamp"],
    ["(timestamp): timestamp", takeValue],
  ],
  duration: [
    ["(string): duration", parseCelDuration, "bad-duration", parseCost],
    ["(duration): duration", takeValue],
  ],
  int: [
    ["(int): int", takeValue],
    ["(double): int", cutDouble, "overflow"],
    ["(string): int", parseInteger, BAD, computeNumeralCost],
    ["(timestamp): int", ({ seconds }: Moment) => seconds],
  ],
  double: [
    ["(double): double", takeValue],
    ["(int): double", (int: Int) => makeDouble(Number(int))],
    ["(string): double", parseDouble, BAD, computeNumeralCost],
  ],
  string: [
    [
      "(string): string|(bool): string|(int): string|(double): string|(timestamp): string|(duration): string",
      formatValue,
      "",
      (value: unknown) => (typeof value === "string" ? 0 : 30),
    ],
  ],
  bool: [
    ["(bool): bool", takeValue],
    ["(string): bool", parseBool, BAD],
  ],
  dyn: [["(dyn): dyn", takeValue, "", () => 0]],
};

/** `get…`; the last four are durations' too. */
const FIELDS = "FullYear Month Date DayOfMonth DayOfWeek DayOfYear Hours Minutes Seconds Milliseconds".split(
  " ",
);

export const listBuiltinNames = (): readonly string[] => [
  ...Object.keys(builtins),
  ...FIELDS.map((field) => `get${field}`),
];

function listRows(name: string): readonly Row[] {
  if (Object.hasOwn(builtins, name)) return builtins[name] ?? [];
  const field = name.slice(3);
  if (name !== `get${field}` || !FIELDS.includes(field)) return [];
  const ofUtc = (moment: Moment) => readField(field, moment, 0);
  const inZone = (moment: Moment, zone: string) => {
    const offset = findZoneOffset(zone, moment.seconds);
    return offset === undefined ? undefined : readField(field, moment, offset);
  };
  const utc = FIELDS.indexOf(field) > 5 ? "timestamp.(): int|duration.(): int" : "timestamp.(): int";
  return [
    [utc, ofUtc, "", () => 10],
    ["timestamp.(string): int", inZone, "bad-zone", estimateZone],
  ];
}

const found = new Map<string, readonly FunctionDeclaration[]>();

/** Made when first asked for. */
export function findBuiltins(name: string): readonly FunctionDeclaration[] {
  let declarations = found.get(name);
  if (declarations === undefined) {
    declarations = listRows(name).flatMap(([signatures, own, fault = "", cost]) => {
      const call = (_: unknown, a: never, b: never, c: never) => own(a, b, c);
      return signatures
        .split("|")
        .map((signature) => ({ signature, call, fault, ...(cost === undefined ? {} : { cost }) }));
    });
    if (declarations.length > 0) found.set(name, declarations);
  }
  return declarations;
}

/** The UTF-16 offset of a character; `undefined`: outside the text. */
function findOffset(text: string, index: Int): number | undefined {
  let left = Number(index);
  let at = 0;
  for (; left > 0 && at < text.length; left--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return left === 0 ? at : undefined;
}

function findText(method: "indexOf" | "lastIndexOf") {
  return (text: string, part: string, from?: Int): number | undefined => {
    const start = from === undefined ? undefined : findOffset(text, from);
    if (from !== undefined && start === undefined) return undefined;
    const found = start === undefined ? text[method](part) : text[method](part, start);
    return found < 0 ? -1 : countCharacters(text.slice(0, found));
  };
}

function cutText(text: string, from: Int, to?: Int): string | undefined {
  const start = findOffset(text, from);
  const end = to === undefined ? text.length : findOffset(text, to);
  return start === undefined || end === undefined || end < start ? undefined : text.slice(start, end);
}

function splitText(text: string, separator: string, most: Int = -1): readonly string[] {
  const limit = Number(most);
  if (limit === 0) return [];
  const parts = separator === "" ? [...text] : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
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
  while (start < end && SPACE.test(text[start] ?? "")) start++;
  while (end > start && SPACE.test(text[end - 1] ?? "")) end--;
  return text.slice(start, end);
}

function parseInteger(text: string): Int | undefined {
  const int = /^[+-]?\d{1,30}$/.test(text) ? BigInt(text.replace("+", "")) : undefined;
  return int === undefined || int < MIN_INT || int > MAX_INT ? undefined : makeInt(int);
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
  return Number.isFinite(double)
    ? String(double)
    : Number.isNaN(double)
      ? "NaN"
      : double > 0
        ? "+Inf"
        : "-Inf";
}

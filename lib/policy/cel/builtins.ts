import type { FunctionDeclaration } from "./environment.ts";
import { formatMoment, makeMoment, offsetAt, parseDuration, parseTimestamp, readField } from "./time.ts";
import {
  type Boxed,
  countCharacters,
  countEntries,
  MAX_INT,
  MIN_INT,
  type Moment,
  makeDouble,
  makeInt,
  readNumber,
} from "./values.ts";

type Rows = readonly FunctionDeclaration[];
type Int = number | bigint;

const identity = (_: unknown, value: unknown) => value;
const constantLength = (length: number) => () => length;
const TRUE: ReadonlySet<string> = new Set(["1", "t", "true", "TRUE", "True"]);
const FALSE: ReadonlySet<string> = new Set(["0", "f", "false", "FALSE", "False"]);

/** Searching can take text × pattern where both repeat themselves. */
const searchCost = (text: string, part: string) => (text.length >> 3) + ((text.length * part.length) >> 9);
const worstSearch = (text = 0, part = 0) => (text >> 3) + ((text * part) >> 9);
const search = (signature: string, call: (context: unknown, text: string, part: string) => unknown) => ({
  signature,
  call,
  cost: searchCost,
  worstCost: worstSearch,
});

/** The UTF-16 offset of a character; `undefined`: beyond the text. */
function offsetOf(text: string, index: Int): number | undefined {
  const wanted = Number(index);
  let at = 0;
  for (let passed = 0; passed < wanted; passed++) {
    if (at >= text.length) return undefined;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return wanted < 0 ? undefined : at;
}

const characterAt = (text: string, offset: number) =>
  offset < 0 ? -1 : countCharacters(text.slice(0, offset));

function cutText(_: unknown, text: string, from: Int, to?: Int): string | undefined {
  const start = offsetOf(text, from);
  const end = to === undefined ? text.length : offsetOf(text, to);
  return start === undefined || end === undefined || end < start ? undefined : text.slice(start, end);
}

function splitText(_: unknown, text: string, separator: string, most: Int = -1): readonly string[] {
  const limit = Number(most);
  if (limit === 0) return [];
  const parts = separator === "" ? [...text] : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function joinItems(_: unknown, items: readonly unknown[], separator = ""): string | undefined {
  return items.every((item) => typeof item === "string") ? items.join(separator) : undefined;
}

function joinCost(items: readonly unknown[], separator = ""): number {
  let length = items.length * (8 + separator.length);
  for (const item of items) length += typeof item === "string" ? item.length : 0;
  return length >> 3;
}

/** Unicode's White_Space, which is not what JavaScript trims. */
const EDGES = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const isSpace = (character: string) => EDGES.test(character);
function trimText(_: unknown, text: string): string {
  const start = EDGES.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > start && isSpace(text[end - 1] ?? "")) end--;
  return text.slice(start, end);
}

function parseInteger(_: unknown, text: string): Int | undefined {
  if (!/^[+-]?\d{1,30}$/.test(text)) return undefined;
  const int = BigInt(text.replace("+", ""));
  return int < MIN_INT || int > MAX_INT ? undefined : makeInt(int);
}

function cutDouble(_: unknown, value: number | Boxed): Int | undefined {
  const whole = Math.trunc(readNumber(value)) + 0;
  return Math.abs(whole) < 2 ** 63 ? makeInt(BigInt(whole)) : undefined; // false for NaN
}

const DOUBLE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const SPECIAL = /^(?:[+-]?inf(?:inity)?|nan)$/i;
function parseDouble(_: unknown, text: string): number | Boxed | undefined {
  if (SPECIAL.test(text)) {
    if (/n$/i.test(text) && /^na/i.test(text)) return Number.NaN;
    return text.startsWith("-") ? -Infinity : Infinity;
  }
  return DOUBLE.test(text) ? makeDouble(Number(text)) : undefined;
}

function formatDouble(_: unknown, value: number | Boxed): string {
  const double = readNumber(value);
  if (!Number.isFinite(double)) return Number.isNaN(double) ? "NaN" : double > 0 ? "+Inf" : "-Inf";
  return Object.is(double, -0) ? "-0" : String(double);
}

const parseBool = (_: unknown, text: string) => (TRUE.has(text) ? true : FALSE.has(text) ? false : undefined);
const mapAscii = (change: (letters: string) => string, letters: RegExp) => (_: unknown, text: string) =>
  text.replace(letters, change);

const BAD = { fault: "bad-conversion" } as const;
const INDEX = { fault: "index-out-of-range" } as const;
const SHORT = { worstLength: constantLength(40) };
const INT = { worstLength: constantLength(1) };
const wholeText = (text: string) => text.length >> 1;
const OFFSETS = { cost: (text: string, part: string) => wholeText(text) + searchCost(text, part), ...INDEX };

const getter = (name: string, ofDuration: boolean): Rows => {
  const call = (_: unknown, moment: Moment) => readField(name, moment, 0);
  const inZone = (_: unknown, moment: Moment, zone: string) => {
    const offset = offsetAt(zone, moment.seconds);
    return offset === undefined ? undefined : readField(name, moment, offset);
  };
  return [
    { signature: `timestamp.${name}(): int`, call },
    {
      signature: `timestamp.${name}(string): int`,
      call: inZone,
      fault: "bad-zone",
      cost: constantLength(ZONE_STEPS),
      worstCost: constantLength(ZONE_STEPS),
    },
    ...(ofDuration ? [{ signature: `duration.${name}(): int`, call }] : []),
  ];
};
/** A zone's formatter takes microseconds. */
const ZONE_STEPS = 200;

export const GETTERS = [
  "getFullYear",
  "getMonth",
  "getDate",
  "getDayOfMonth",
  "getDayOfWeek",
  "getDayOfYear",
  "getHours",
  "getMinutes",
  "getSeconds",
  "getMilliseconds",
] as const;

const sized = (call: FunctionDeclaration["call"], type: string, more: object = {}): Rows => [
  { signature: `size(${type}): int`, call, ...more },
  { signature: `${type}.size(): int`, call, ...more },
];

/** CEL's own functions, and those of its text library, by name. */
export const builtins: Readonly<Record<string, Rows>> = {
  size: [
    ...sized((_: unknown, text: string) => countCharacters(text), "string", {
      cost: (text: string) => text.length >> 2,
      ...INT,
    }),
    ...sized((_: unknown, list: readonly unknown[]) => list.length, "list", {
      cost: constantLength(1),
      worstCost: constantLength(1),
    }),
    ...sized((_: unknown, map: object) => countEntries(map), "map", { cost: countEntries }),
  ],
  startsWith: [
    {
      signature: "string.startsWith(string): bool",
      call: (_: unknown, text: string, part: string) => text.startsWith(part),
    },
  ],
  endsWith: [
    {
      signature: "string.endsWith(string): bool",
      call: (_: unknown, text: string, part: string) => text.endsWith(part),
    },
  ],
  contains: [search("string.contains(string): bool", (_, text, part) => text.includes(part))],
  lowerAscii: [
    {
      signature: "string.lowerAscii(): string",
      call: mapAscii((letters) => letters.toLowerCase(), /[A-Z]+/g),
      cost: wholeText,
    },
  ],
  upperAscii: [
    {
      signature: "string.upperAscii(): string",
      call: mapAscii((letters) => letters.toUpperCase(), /[a-z]+/g),
      cost: wholeText,
    },
  ],
  trim: [{ signature: "string.trim(): string", call: trimText, cost: wholeText }],
  indexOf: [
    {
      signature: "string.indexOf(string): int",
      call: (_: unknown, text: string, part: string) => characterAt(text, text.indexOf(part)),
      ...OFFSETS,
    },
    { signature: "string.indexOf(string, int): int", call: findFrom, ...OFFSETS },
  ],
  lastIndexOf: [
    {
      signature: "string.lastIndexOf(string): int",
      call: (_: unknown, text: string, part: string) => characterAt(text, text.lastIndexOf(part)),
      ...OFFSETS,
    },
    { signature: "string.lastIndexOf(string, int): int", call: findBefore, ...OFFSETS },
  ],
  substring: [
    { signature: "string.substring(int): string", call: cutText, cost: wholeText, ...INDEX },
    { signature: "string.substring(int, int): string", call: cutText, cost: wholeText, ...INDEX },
  ],
  split: [
    { signature: "string.split(string): list<string>", call: splitText, cost: (text: string) => text.length },
    {
      signature: "string.split(string, int): list<string>",
      call: splitText,
      cost: (text: string) => text.length,
    },
  ],
  join: [
    { signature: "list<string>.join(): string", call: joinItems, cost: joinCost, fault: "no-such-overload" },
    {
      signature: "list<string>.join(string): string",
      call: joinItems,
      cost: joinCost,
      fault: "no-such-overload",
    },
  ],
  timestamp: [
    {
      signature: "timestamp(string): timestamp",
      call: (_: unknown, text: string) => parseTimestamp(text),
      fault: "bad-timestamp",
    },
    {
      signature: "timestamp(int): timestamp",
      call: (_: unknown, seconds: Int) => makeMoment("timestamp", Number(seconds), 0),
      fault: "bad-timestamp",
    },
    { signature: "timestamp(timestamp): timestamp", call: identity },
  ],
  duration: [
    {
      signature: "duration(string): duration",
      call: (_: unknown, text: string) => parseDuration(text),
      fault: "bad-duration",
    },
    { signature: "duration(duration): duration", call: identity },
  ],
  ...Object.fromEntries(GETTERS.map((name, index) => [name, getter(name, index > 5)])),
  int: [
    { signature: "int(int): int", call: identity },
    { signature: "int(double): int", call: cutDouble, fault: "overflow" },
    { signature: "int(string): int", call: parseInteger, ...BAD, ...INT },
    { signature: "int(timestamp): int", call: (_: unknown, { seconds }: Moment) => seconds },
  ],
  double: [
    { signature: "double(double): double", call: identity },
    { signature: "double(int): double", call: (_: unknown, int: Int) => makeDouble(Number(int)) },
    { signature: "double(string): double", call: parseDouble, ...BAD, ...INT },
  ],
  string: [
    { signature: "string(string): string", call: identity },
    { signature: "string(bool): string", call: (_: unknown, bool: boolean) => String(bool), ...SHORT },
    { signature: "string(int): string", call: (_: unknown, int: Int) => String(int), ...SHORT },
    { signature: "string(double): string", call: formatDouble, ...SHORT },
    {
      signature: "string(timestamp): string",
      call: (_: unknown, moment: Moment) => formatMoment(moment),
      ...SHORT,
    },
    {
      signature: "string(duration): string",
      call: (_: unknown, moment: Moment) => formatMoment(moment),
      ...SHORT,
    },
  ],
  bool: [
    { signature: "bool(bool): bool", call: identity },
    { signature: "bool(string): bool", call: parseBool, ...BAD },
  ],
  dyn: [{ signature: "dyn(dyn): dyn", call: identity, cost: constantLength(0) }],
};

function findFrom(_: unknown, text: string, part: string, from: Int): number | undefined {
  const start = offsetOf(text, from);
  return start === undefined ? undefined : characterAt(text, text.indexOf(part, start));
}

function findBefore(_: unknown, text: string, part: string, from: Int): number | undefined {
  const start = offsetOf(text, from);
  return start === undefined ? undefined : characterAt(text, text.lastIndexOf(part, start));
}

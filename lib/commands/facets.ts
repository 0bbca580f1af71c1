/**
 * The vocabulary of policies, logs and documents; each facet has one meaning everywhere. Wire names
 * stay in the command files. A facet that a request lacks reads as its type's empty value.
 */

/** What the facet holds: `account`s are personal, `text`s are what people write, `word`s are the wire's vocabulary. */
export type FacetKind =
  | "account"
  | "accounts"
  | "string"
  | "text"
  | "texts"
  | "word"
  | "words"
  | "int"
  | "timestamp"
  | "address";

type Facet = {
  readonly kind: FacetKind;
  /** Belongs to one target at a time if the command says so; a rule that mentions it is decided target by target. */
  readonly each?: true;
  /** Of a text: readers give its parts, which policies see joined by line ends and which masks rewrite one by one. */
  readonly lines?: true;
  /** Of a word: what the wire is known to send, as policies see it; records name no others. */
  readonly words?: readonly string[];
  /** Of a word: other spellings on the wire, in lower case if `lowerCase` is set. */
  readonly aliases?: ReadonlyMap<string, string>;
  readonly lowerCase?: true;
};

const defineFacets = <const F extends Record<string, Facet>>(facets: F) => facets;

/** Read from the payload, as each command maps them. */
export const payloadFacets = defineFacets({
  operator: { kind: "account" },
  owner: { kind: "account" },
  sender: { kind: "account" },
  receiver: { kind: "account" },
  targets: { kind: "accounts" },
  target: {
    kind: "account",
    each: true,
  },
  members: {
    kind: "accounts",
  },
  group: { kind: "string" },
  groupType: {
    kind: "word",
    words: ["Work", "Public", "Meeting", "AVChatRoom", "Community", "BChatRoom", "Live"],
    aliases: new Map([
      ["Private", "Work"],
      ["ChatRoom", "Meeting"],
    ]),
  },
  topic: { kind: "string" },
  channel: { kind: "account" },
  name: { kind: "text" },
  text: { kind: "text", lines: true },
  elements: { kind: "words" },
  customData: { kind: "texts" },
  fileNames: { kind: "texts" },
  urls: { kind: "texts" },
  mentions: { kind: "accounts" },
  custom: { kind: "text" },
  note: {
    kind: "text",
    each: true,
  },
  owned: { kind: "int" },
  eventTime: { kind: "timestamp" },
});

/** Known for every command. */
const commonFacets = defineFacets({
  command: { kind: "word" },
  platform: {
    kind: "word",
    words: ["restapi", "web", "android", "ios", "windows", "macos", "ipad", "unknown"],
    lowerCase: true,
    aliases: new Map([["mac", "macos"]]),
  },
  clientIp: { kind: "address" },
  sdkAppId: { kind: "int" },
  now: { kind: "timestamp" },
});

/** facets.docs.ts describes each facet. */
export const facets = { ...payloadFacets, ...commonFacets } as const;

export type PayloadFacetName = keyof typeof payloadFacets;
export type CommonFacetName = keyof typeof commonFacets;
export type FacetName = keyof typeof facets;

/** What a reader gives, by kind; `undefined` reads as empty. */
export type FacetInput<K extends FacetName> = {
  account: string;
  accounts: readonly string[];
  string: string;
  text: (typeof facets)[K] extends { readonly lines: true } ? readonly string[] : string;
  word: string;
  texts: readonly string[];
  words: readonly string[];
  int: number;
  timestamp: number | string | Date;
  address: string;
}[(typeof facets)[K]["kind"]];

/** What policies see. */
export type FacetValue = string | number | Date | readonly string[];
export type FacetValues = Readonly<Record<FacetName, FacetValue>>;

const emptyValues: Readonly<Record<FacetKind, FacetValue>> = {
  account: "",
  accounts: [],
  string: "",
  text: "",
  texts: [],
  word: "",
  words: [],
  int: 0,
  timestamp: new Date(0),
  address: "",
};

const listNames = (table: Readonly<Record<string, Facet>>) => Object.keys(table) as readonly FacetName[]; // keys of the tables above

export const facetNames = listNames(facets);
export const commonFacetNames = listNames(commonFacets);

export function isCommonFacet(name: string): name is CommonFacetName {
  return Object.hasOwn(commonFacets, name);
}

/** Whether policies see a list. */
export function isListFacet(name: FacetName): boolean {
  return Array.isArray(emptyFacets[name]);
}

/** Whether the facet belongs to one target at a time. */
export function isTargetFacet(name: FacetName): boolean {
  const facet: Facet = facets[name];
  return facet.each === true;
}

export const emptyFacets = Object.fromEntries(
  facetNames.map((name) => [name, emptyValues[facets[name].kind]]),
) as FacetValues; // one entry per name, by construction

export function isFacet(name: string): name is FacetName {
  return Object.hasOwn(facets, name);
}

const facetList: readonly (readonly [string, Facet])[] = Object.entries(facets);

/** The words that the wire is known to send, by facet. */
export const words: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  facetList.flatMap(([name, facet]) => (facet.words === undefined ? [] : [[name, facet.words]])),
);

/**
 * The value that policies see, from what a reader returned. The input may be any JSON of a caller; the
 * value is one of the facet's kind. `EventTime` is in milliseconds, as number or string.
 */
export function convertFacet(name: FacetName, input: unknown): FacetValue {
  const facet: Facet = facets[name];
  switch (facet.kind) {
    case "timestamp": {
      const time = input instanceof Date ? input : new Date(convertToNumber(input));
      return Number.isNaN(time.getTime()) ? emptyFacets[name] : time;
    }
    case "int": {
      const number = Math.trunc(convertToNumber(input));
      return Number.isFinite(number) ? number || 0 : 0; // no -0
    }
    case "accounts":
    case "texts":
    case "words":
      return convertToTexts(input);
    case "word": {
      const word = facet.lowerCase ? convertToText(input).toLowerCase() : convertToText(input);
      return facet.aliases?.get(word) ?? word;
    }
    default:
      return facet.lines ? convertToLines(input).join("\n") : convertToText(input);
  }
}

/** The parts of a text that is made of lines; empty for every other facet. */
export function listLines(name: FacetName, input: unknown): readonly string[] {
  const facet: Facet = facets[name];
  return facet.lines ? convertToLines(input) : [];
}

const isScalar = (input: unknown) =>
  typeof input === "string" || typeof input === "number" || typeof input === "boolean";

/** Objects and lists have no text: `String` would call a `toString` of the payload. */
const convertToText = (input: unknown): string => (isScalar(input) ? String(input) : "");

const convertToTexts = (input: unknown): readonly string[] =>
  Array.isArray(input) ? input.filter(isScalar).map(String) : [];

const convertToLines = (input: unknown): readonly string[] =>
  isScalar(input) ? [String(input)] : convertToTexts(input);

const convertToNumber = (input: unknown): number =>
  typeof input === "number" || typeof input === "string" ? Number(input) : Number.NaN;

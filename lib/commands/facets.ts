/**
 * The vocabulary that policies, logs and documents speak, one meaning each wherever a facet appears. Wire names
 * stay in the command files. A facet that a request lacks reads as its type's empty value.
 */

/** What the facet holds: `account`s are personal, `text` is what people write, `word`s are the wire's vocabulary. */
export type FacetKind =
  | "account"
  | "accounts"
  | "string"
  | "text"
  | "word"
  | "words"
  | "int"
  | "timestamp"
  | "address";

type Facet = {
  readonly kind: FacetKind;
  readonly about: string;
  /** Belongs to one target at a time where the command says so; a rule that mentions it is decided target by target. */
  readonly each?: true;
  /** Of a text: readers give its parts, which policies see joined by line ends and which masks rewrite one by one. */
  readonly lines?: true;
  /** Of a word: what the wire is known to send, as policies see it; records name no others. */
  readonly words?: readonly string[];
  /** Of a word: other spellings on the wire, in lower case where `lowerCase` says so. */
  readonly aliases?: ReadonlyMap<string, string>;
  readonly lowerCase?: true;
};

const define = <const F extends Record<string, Facet>>(facets: F) => facets;

/** Read from the payload, as each command maps them. */
export const payloadFacets = define({
  operator: { kind: "account", about: "Who asks." },
  owner: { kind: "account", about: "Who will own, or owns, the group or channel." },
  sender: { kind: "account", about: "Who sends the message or the request." },
  receiver: { kind: "account", about: "Whom the message is for." },
  targets: { kind: "accounts", about: "Whom the request is about, all of them, in its order." },
  target: {
    kind: "account",
    about: "Whom the request is about, one at a time: the rule is decided for each and refuses only those.",
    each: true,
  },
  members: {
    kind: "accounts",
    about: "The group's members, where the request lists them: of a new group the first ones.",
  },
  group: { kind: "string", about: "The group's ID." },
  groupType: {
    kind: "word",
    about:
      "`Work`, `Public`, `Meeting`, `AVChatRoom`, `Community`, …; the wire's `Private` and `ChatRoom` read as `Work` and `Meeting`.",
    words: ["Work", "Public", "Meeting", "AVChatRoom", "Community", "BChatRoom", "Live"],
    aliases: new Map([
      ["Private", "Work"],
      ["ChatRoom", "Meeting"],
    ]),
  },
  topic: { kind: "string", about: "The topic's ID." },
  channel: { kind: "account", about: "The official channel's user ID." },
  name: { kind: "text", about: "The name asked for or changed to." },
  text: { kind: "text", about: "All text elements of the message, joined by line ends.", lines: true },
  elements: { kind: "words", about: "The message's element types, in the wire's words (`TIMTextElem`, …)." },
  mentions: { kind: "accounts", about: "The accounts mentioned, and `@all`." },
  custom: { kind: "text", about: "The message's `CloudCustomData`." },
  note: {
    kind: "text",
    about: "What the applicant wrote. In friend requests it belongs to a target.",
    each: true,
  },
  owned: { kind: "int", about: "How many groups of this type the operator already has; not always sent." },
  eventTime: { kind: "timestamp", about: "When it happened, by Chat's clock." },
});

/** Known for every command. */
const commonFacets = define({
  command: { kind: "word", about: "The command, e.g. `Group.CallbackBeforeCreateGroup`." },
  platform: {
    kind: "word",
    about: "`restapi`, `web`, `android`, `ios`, `windows`, `macos`, `ipad`, `unknown`, …; lower case.",
    words: ["restapi", "web", "android", "ios", "windows", "macos", "ipad", "unknown"],
    lowerCase: true,
    aliases: new Map([["mac", "macos"]]),
  },
  clientIp: { kind: "address", about: "The client's address." },
  sdkAppId: { kind: "int", about: "The app's SDKAppID." },
  now: { kind: "timestamp", about: "The gate's clock." },
});

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
 * The value that policies see, from what a reader gave, which a caller may have written: whatever JSON it is, the
 * value is one of the facet's kind. `EventTime` is in milliseconds, as number or string.
 */
export function convertFacet(name: FacetName, input: unknown): FacetValue {
  const facet: Facet = facets[name];
  switch (facet.kind) {
    case "timestamp": {
      const time = input instanceof Date ? input : new Date(toNumber(input));
      return Number.isNaN(time.getTime()) ? emptyFacets[name] : time;
    }
    case "int": {
      const number = Math.trunc(toNumber(input));
      return Number.isFinite(number) ? number || 0 : 0; // no -0
    }
    case "accounts":
    case "words":
      return toTexts(input);
    case "word": {
      const word = facet.lowerCase ? toText(input).toLowerCase() : toText(input);
      return facet.aliases?.get(word) ?? word;
    }
    default:
      return facet.lines ? toLines(input).join("\n") : toText(input);
  }
}

/** The parts of a text that is made of lines; of every other facet none. */
export function listLines(name: FacetName, input: unknown): readonly string[] {
  const facet: Facet = facets[name];
  return facet.lines ? toLines(input) : [];
}

const isScalar = (input: unknown) =>
  typeof input === "string" || typeof input === "number" || typeof input === "boolean";

/** Objects and lists have no text: `String` would call a `toString` that the caller wrote. */
const toText = (input: unknown): string => (isScalar(input) ? String(input) : "");

const toTexts = (input: unknown): readonly string[] =>
  Array.isArray(input) ? input.filter(isScalar).map(String) : [];

const toLines = (input: unknown): readonly string[] => (isScalar(input) ? [String(input)] : toTexts(input));

const toNumber = (input: unknown): number =>
  typeof input === "number" || typeof input === "string" ? Number(input) : Number.NaN;

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
  },
  topic: { kind: "string", about: "The topic's ID." },
  channel: { kind: "account", about: "The official channel's user ID." },
  name: { kind: "text", about: "The name asked for or changed to." },
  text: { kind: "text", about: "All text elements of the message, joined by line ends." },
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
  },
  clientIp: { kind: "address", about: "The client's address." },
  sdkAppId: { kind: "int", about: "The app's SDKAppID." },
  now: { kind: "timestamp", about: "The gate's clock." },
});

export const facets = { ...payloadFacets, ...commonFacets } as const;

export type PayloadFacetName = keyof typeof payloadFacets;
export type FacetName = keyof typeof facets;

/** What a reader gives, by kind; `undefined` reads as empty. The text of a message is given element by element. */
export type FacetInput<K extends FacetName> = {
  account: string;
  accounts: readonly string[];
  string: string;
  text: K extends "text" ? readonly string[] : string;
  word: string;
  words: readonly string[];
  int: number;
  timestamp: number | string | Date;
  address: string;
}[(typeof facets)[K]["kind"]];

/** What policies see. */
export type FacetValue = string | number | Date | readonly string[];
export type FacetValues = Readonly<Record<FacetName, FacetValue>>;

const emptyOf: Readonly<Record<FacetKind, FacetValue>> = {
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

const namesOf = (table: Readonly<Record<string, Facet>>) => Object.keys(table) as readonly FacetName[]; // keys of the tables above

export const facetNames = namesOf(facets);
export const commonFacetNames = namesOf(commonFacets);

export const emptyFacets = Object.fromEntries(
  facetNames.map((name) => [name, emptyOf[facets[name].kind]]),
) as FacetValues; // one entry per name, by construction

export function isFacet(name: string): name is FacetName {
  return Object.hasOwn(facets, name);
}

/** The words that the wire is known to use; records name no others. */
export const words: Readonly<Record<string, readonly string[]>> = {
  groupType: ["Work", "Public", "Meeting", "AVChatRoom", "Community", "BChatRoom", "Live"],
  platform: ["restapi", "web", "android", "ios", "windows", "macos", "ipad", "unknown"],
};

const platformAliases: Readonly<Record<string, string>> = { mac: "macos" };

/** `OptPlatform` in lower case; the pages spell some in two ways. */
export function platformOf(optPlatform: string): string {
  const platform = optPlatform.toLowerCase();
  return platformAliases[platform] ?? platform;
}

const groupTypeAliases: Readonly<Record<string, string>> = { Private: "Work", ChatRoom: "Meeting" };

/** The value that policies see, from the one that a reader gave. `EventTime` is in milliseconds, as number or string. */
export function facetValue(name: FacetName, input: unknown): FacetValue {
  if (input === undefined || input === null) return emptyFacets[name];
  if (name === "groupType") return groupTypeAliases[String(input)] ?? String(input);
  switch (facets[name].kind) {
    case "timestamp": {
      const time = input instanceof Date ? input : new Date(Number(input));
      return Number.isNaN(time.getTime()) ? emptyFacets[name] : time;
    }
    case "int":
      return Math.trunc(Number(input)) || 0;
    case "accounts":
    case "words":
      return input as readonly string[]; // a reader of this facet gives nothing else: FacetInput
    default:
      return Array.isArray(input) ? input.join("\n") : String(input);
  }
}

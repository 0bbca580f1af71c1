import type { AnyReader, Command } from "./define-command.ts";
import {
  emptyFacets,
  type FacetName,
  type FacetValue,
  type FacetValues,
  facetValue,
  platformOf,
} from "./facets.ts";
import type { Payload } from "./read-payload.ts";

/** What a request says besides its payload. Times in milliseconds. */
export type Circumstances = {
  readonly platform: string;
  readonly clientIp: string;
  readonly sdkAppId: number;
  readonly now: number;
};

export type FacetReading = {
  readonly values: FacetValues;
  /** One per target, in order: what belongs to that target alone (`target`, a friend request's `note`). */
  readonly targets: readonly Readonly<Partial<Record<FacetName, FacetValue>>>[];
  /** The message's text elements, one by one; `text` joins them. */
  readonly texts: readonly string[];
};

export function readFacets(command: Command, payload: Payload, circumstances: Circumstances): FacetReading {
  const values: Record<FacetName, FacetValue> = {
    ...emptyFacets,
    command: command.name,
    platform: platformOf(circumstances.platform),
    clientIp: circumstances.clientIp,
    sdkAppId: circumstances.sdkAppId,
    now: new Date(circumstances.now),
  };
  let texts: readonly string[] = [];
  for (const name of mappedFacets(command)) {
    const input = read(command.facets[name], payload);
    if (name === "text" && Array.isArray(input)) texts = input;
    values[name] = facetValue(name, input);
  }
  const targets = readTargets(command, payload);
  if (command.targets !== undefined) values.targets = targets.map((target) => String(target.target));
  return { values, targets, texts };
}

function readTargets(command: Command, payload: Payload): FacetReading["targets"] {
  const { targets } = command;
  if (targets === undefined) return [];
  if ("accounts" in targets) {
    const accounts = targets.accounts(payload as never) as readonly string[]; // its own payload, and gives accounts: AccountsOf
    return accounts.map((target) => ({ target }));
  }
  const items = (payload[targets.each] ?? []) as readonly unknown[]; // defineCommand takes only a list here
  const readers = Object.entries(targets.facets) as readonly [FacetName, AnyReader][]; // and only facets
  return items.map((item) =>
    Object.fromEntries(readers.map(([name, reader]) => [name, facetValue(name, read(reader, item))])),
  );
}

function read(reader: AnyReader | undefined, value: unknown): unknown {
  if (reader === undefined || value === undefined || value === null) return undefined;
  if (typeof reader === "string") return (value as Payload)[reader]; // a key of this payload: defineCommand checked it
  if (typeof reader === "function") return reader(value as never); // its own payload, likewise
  const items = (value as Payload)[reader.each] as readonly unknown[] | undefined; // a list, likewise
  return items?.map((item) => read(reader.value, item)).filter((item) => item !== undefined);
}

/** The facets that the command reads from the payload as a whole. */
export function mappedFacets(command: Command): readonly FacetName[] {
  return Object.keys(command.facets) as readonly FacetName[]; // defineCommand takes no other keys
}

/** The facets that belong to one target of this command at a time. */
export function targetFacets(command: Command): readonly FacetName[] {
  const { targets } = command;
  if (targets === undefined) return [];
  return "accounts" in targets ? ["target"] : (Object.keys(targets.facets) as readonly FacetName[]); // likewise
}

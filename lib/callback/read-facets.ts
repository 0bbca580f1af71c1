import type { AnyReader, Command } from "../commands/define-command.ts";
import { type Circumstances, type FacetReading, mappedFacets } from "../commands/facet-reading.ts";
import { emptyFacets, type FacetName, type FacetValue, facetValue, platformOf } from "../commands/facets.ts";
import type { Payload } from "../commands/payload.ts";

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

import type { AnyReader, Command } from "../commands/define-command.ts";
import { type FacetReading, listMappedFacets, type RequestContext } from "../commands/facet-reading.ts";
import { convertFacet, emptyFacets, type FacetName, type FacetValue, listLines } from "../commands/facets.ts";
import type { Payload } from "../commands/payload.ts";
import { isObject } from "../json.ts";

export function readFacets(command: Command, payload: Payload, circumstances: RequestContext): FacetReading {
  const values: Record<FacetName, FacetValue> = {
    ...emptyFacets,
    command: command.name,
    platform: convertFacet("platform", circumstances.platform),
    clientIp: circumstances.clientIp,
    sdkAppId: circumstances.sdkAppId,
    now: new Date(circumstances.now),
  };
  const texts: string[] = [];
  for (const name of listMappedFacets(command)) {
    const input = readValue(command.facets[name], payload);
    texts.push(...listLines(name, input));
    values[name] = convertFacet(name, input);
  }
  const targets = readTargets(command, payload);
  values.targets = targets.map((target) => String(target.target));
  return { values, targets, texts };
}

/** The accounts of a request whose payload may be unreadable: those in their documented fields. */
export function findTargets({ targets }: Command, payload: Payload): readonly string[] {
  if (targets === undefined || "accounts" in targets) return [];
  const field = String(targets.facets.target); // a reader that is a function names no field, so nothing is found
  return listItems(payload[targets.list])
    .map((item) => (isObject(item) ? item[field] : undefined))
    .filter((account) => typeof account === "string");
}

function readTargets({ targets }: Command, payload: Payload): FacetReading["targets"] {
  if (targets === undefined) return [];
  if ("accounts" in targets) {
    const accounts = convertFacet("targets", targets.accounts(payload as never)) as readonly string[]; // its own payload, and a facet of kind accounts
    return accounts.map((target) => ({ target }));
  }
  const readers = Object.entries(targets.facets) as readonly [FacetName, AnyReader][]; // defineCommand takes only facets here
  return listItems(payload[targets.list]).map((item) => {
    const facets: Partial<Record<FacetName, FacetValue>> = {};
    for (const [name, reader] of readers) facets[name] = convertFacet(name, readValue(reader, item));
    return facets;
  });
}

function readValue(reader: AnyReader | undefined, value: unknown): unknown {
  if (reader === undefined || value === undefined || value === null) return undefined;
  if (typeof reader === "string") return (value as Payload)[reader]; // a key of this payload: defineCommand checked it
  if (typeof reader === "function") return reader(value as never); // its own payload: defineCommand checked it
  const items = listItems((value as Payload)[reader.each]); // a key of this payload: defineCommand checked it
  return items.map((item) => readValue(reader.value, item));
}

const listItems = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

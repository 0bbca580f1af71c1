import type { Command } from "./define-command.ts";
import type { FacetName, FacetValue, FacetValues } from "./facets.ts";

/** The data of a request besides its payload. Times in milliseconds. */
export type RequestContext = {
  readonly platform: string;
  readonly clientIp: string;
  readonly sdkAppId: number;
  readonly now: number;
};

export type FacetReading = {
  readonly values: FacetValues;
  /** One per target, in order: what belongs to that target alone (`target`, a friend request's `note`). */
  readonly targets: readonly Readonly<Partial<Record<FacetName, FacetValue>>>[];
  /** The message's texts, one by one: the lines of the facet that is made of them. */
  readonly texts: readonly string[];
};

/** The facets that the command reads from the payload as a whole. */
export function listMappedFacets(command: Command): readonly FacetName[] {
  return Object.keys(command.facets) as readonly FacetName[]; // defineCommand takes no other keys
}

/** The facets that belong to one target of this command at a time. */
export function listTargetFacets(command: Command): readonly FacetName[] {
  const { targets } = command;
  if (targets === undefined) return [];
  return "accounts" in targets ? ["target"] : (Object.keys(targets.facets) as readonly FacetName[]); // defineCommand takes no other keys
}

/** The facets that the command reads from its payload, whole or target by target. */
export function listFacets(command: Command): readonly FacetName[] {
  const accounts: readonly FacetName[] = command.targets === undefined ? [] : ["targets"];
  return [...new Set([...listMappedFacets(command), ...accounts, ...listTargetFacets(command)])];
}

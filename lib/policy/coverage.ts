import type { Command } from "../commands/define-command.ts";
import { mappedFacets, targetFacets } from "../commands/facet-reading.ts";
import { commonFacetNames, type FacetName } from "../commands/facets.ts";
import { matchesGlob } from "./functions/glob.ts";

/** The commands that one pattern of `on` names; `*` runs over dots too. */
export function commandsOn(pattern: string, commands: ReadonlyMap<string, Command>): readonly Command[] {
  const exact = commands.get(pattern);
  if (exact !== undefined) return [exact];
  return [...commands.values()].filter(({ name }) => matchesGlob(name, pattern));
}

const facetSets = new WeakMap<Command, ReadonlySet<FacetName>>();

/** What a policy can read of these commands, of each or of one. */
export function facetsOf(commands: readonly Command[]): ReadonlySet<FacetName> {
  const [only, ...more] = commands.map(facetsOfOne);
  if (only === undefined || more.length === 0) return only ?? new Set();
  return new Set([only, ...more].flatMap((names) => [...names]));
}

function facetsOfOne(command: Command): ReadonlySet<FacetName> {
  let names = facetSets.get(command);
  if (names === undefined) {
    names = new Set([
      ...commonFacetNames,
      ...mappedFacets(command),
      ...(command.targets === undefined ? [] : (["targets"] as const)),
      ...targetFacets(command),
    ]);
    facetSets.set(command, names);
  }
  return names;
}

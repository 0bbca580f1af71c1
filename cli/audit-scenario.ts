import { applyChanges, createScenario, type Scenario } from "../lib/authoring/scenario.ts";
import { listFacets } from "../lib/commands/facet-reading.ts";
import { type FacetName, isFacet } from "../lib/commands/facets.ts";
import { commands } from "../lib/commands/generated/index.ts";
import type { AuditView } from "../lib/replay/audit-view.ts";

export type AuditScenario = {
  readonly scenario: Scenario;
  /** The facets that are taken from the command's sample. */
  readonly assumed: readonly FacetName[];
};

/** The command's sample with the facets of the line that are `kept`; undefined: the command is unknown. */
export function createAuditScenario(
  { command: name, facets, ...line }: AuditView,
  isKept: (facet: FacetName) => boolean,
): AuditScenario | undefined {
  const command = commands.get(name);
  if (command === undefined) return undefined;
  const sample = createScenario(command, line.time);
  let scenario: Scenario = { ...sample, platform: line.platform ?? sample.platform, sdkAppId: line.sdkAppId };
  const known = new Set<string>();
  for (const [facet, value] of Object.entries(facets)) {
    if (!isFacet(facet) || !isKept(facet)) continue;
    const changed = applyChanges(scenario, [{ name: facet, value }]);
    if (changed.kind === "invalid") continue; // a facet that this version does not have
    scenario = changed.scenario;
    known.add(facet);
  }
  return { scenario, assumed: listFacets(command).filter((facet) => !known.has(facet)) };
}

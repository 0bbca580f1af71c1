import {
  commonFacetNames,
  type Explanation,
  type FacetName,
  facets,
  facetTexts,
  listFacets,
  type Scenario,
  typeNames,
} from "./engine.ts";

export type FacetRow = {
  readonly name: FacetName;
  readonly type: string;
  readonly about: string;
  readonly value: string;
};

/** Every facet that policies can read of this request; an absent one is empty. */
export function listFacetRows({ command }: Scenario, { outcome }: Explanation): readonly FacetRow[] {
  const { values, targets = [] } = outcome.facets ?? {};
  return [...listFacets(command), ...commonFacetNames]
    .filter((name) => name !== "command")
    .map((name) => {
      const ofTargets = targets.flatMap((target) => target[name] ?? []);
      const value = ofTargets.length > 0 ? ofTargets : values?.[name];
      return {
        name,
        type: typeNames[facets[name].kind],
        about: facetTexts[name],
        value: writeFacetValue(value),
      };
    });
}

function writeFacetValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(writeFacetValue).join(", ");
  if (value instanceof Date) return value.getTime() === 0 ? "" : value.toISOString();
  return value === undefined || value === 0 ? "" : String(value);
}

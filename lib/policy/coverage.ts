import type { Command } from "../commands/define-command.ts";
import { listFacets } from "../commands/facet-reading.ts";
import { commonFacetNames, type FacetName } from "../commands/facets.ts";
import { matchesGlob } from "./functions/glob.ts";

/** The commands that one pattern of `on` names; `*` runs over dots too. */
export function matchCommands(pattern: string, commands: ReadonlyMap<string, Command>): readonly Command[] {
  const exact = commands.get(pattern);
  if (exact !== undefined) return [exact];
  return remember(matches, commands, pattern, () =>
    [...commands.values()].filter(({ name }) => matchesGlob(name, pattern)),
  );
}

type Remembered<T> = WeakMap<object, Map<string, T>>;
const matches: Remembered<readonly Command[]> = new WeakMap();
const unions: Remembered<ReadonlySet<FacetName>> = new WeakMap();
/** Cache: a policy set repeats few patterns; more appear only as policies change. */
const MAX_REMEMBERED = 500;

function remember<T>(known: Remembered<T>, of: object, key: string, make: () => T): T {
  const values = known.get(of) ?? new Map<string, T>();
  known.set(of, values);
  const value = values.get(key) ?? make();
  if (values.size >= MAX_REMEMBERED) values.clear();
  values.set(key, value);
  return value;
}

const facetSets = new WeakMap<Command, ReadonlySet<FacetName>>();

/** What a policy can read of these commands, of each or of one. */
export function findAvailableFacets(commands: readonly Command[]): ReadonlySet<FacetName> {
  const [first, ...more] = commands;
  if (first === undefined || more.length === 0) return first === undefined ? new Set() : listOwnFacets(first);
  return remember(
    unions,
    first,
    more.map(({ name }) => name).join(),
    () => new Set(commands.flatMap((command) => [...listOwnFacets(command)])),
  );
}

function listOwnFacets(command: Command): ReadonlySet<FacetName> {
  let names = facetSets.get(command);
  if (names === undefined) {
    names = new Set([...commonFacetNames, ...listFacets(command)]);
    facetSets.set(command, names);
  }
  return names;
}

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

function remember<T>(remembered: Remembered<T>, of: object, key: string, make: () => T): T {
  const values = remembered.get(of) ?? new Map<string, T>();
  remembered.set(of, values);
  const known = values.get(key);
  if (known !== undefined) return known;
  if (values.size >= MAX_REMEMBERED) values.clear();
  const value = make();
  values.set(key, value);
  return value;
}

/** What a policy can read of these commands, of each or of one: the same set each time, since environments are remembered by it. */
export function findAvailableFacets(commands: readonly Command[]): ReadonlySet<FacetName> {
  const [first] = commands;
  if (first === undefined) return new Set();
  const key = commands.map(({ name }) => name).join();
  return remember(unions, first, key, () => new Set([...commonFacetNames, ...commands.flatMap(listFacets)]));
}

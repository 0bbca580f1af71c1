import type { Command } from "../commands/define-command.ts";
import { formatFault } from "../policy/fault.ts";
import { checkSet, type PolicySet } from "./check-set.ts";
import type { Parameter } from "./parameter.ts";
import type { Settings } from "./settings-schema.ts";

/** What the gate runs on. Without a `set`, settings are good but no policy set ever was. */
export type ActiveConfig = {
  readonly settings: Settings;
  readonly tokens: readonly string[];
  readonly set: PolicySet | undefined;
  /** Why there is no set. */
  readonly faults: readonly string[];
};

/** How often a store is read: for each request, or with the first request after a pause. */
export type RefreshMode = { readonly kind: "always" } | { readonly kind: "every"; readonly seconds: number };

export type Loaded<T> =
  | { readonly kind: "loaded"; readonly value: T; readonly refresh: RefreshMode }
  | { readonly kind: "rejected"; readonly faults: readonly string[] };

/** Remembers whether a good set was ever loaded: until then good settings alone are better than nothing. */
export function createLoad(
  commands: ReadonlyMap<string, Command>,
  /** Instead of the settings' own: in local development every request reads anew. */
  override: { readonly refresh?: RefreshMode } = {},
): (parameters: readonly Parameter[]) => Loaded<ActiveConfig> {
  let wasGood = false;
  return (parameters) => {
    const { settings, tokens, faults, set } = checkSet(parameters, commands);
    wasGood ||= set !== undefined;
    const reasons = faults.map(formatFault);
    if (settings === undefined || (wasGood && set === undefined)) {
      return { kind: "rejected", faults: reasons };
    }
    return {
      kind: "loaded",
      value: { settings, tokens, set, faults: reasons },
      refresh: override.refresh ?? { kind: "every", seconds: settings.refreshSeconds },
    };
  };
}

import type { Command } from "../commands/define-command.ts";
import { formatFault } from "../policy/fault.ts";
import { checkSet, type PolicySet } from "./policy-set.ts";
import type { Loaded, Snapshot } from "./refresh.ts";
import type { Settings } from "./settings.ts";
import type { Parameter } from "./source.ts";

/** What the gate runs on. Without a `set`, settings are good but no policy set ever was. */
export type Live = {
  readonly settings: Settings;
  readonly tokens: readonly string[];
  readonly set: PolicySet | undefined;
  /** Why there is no set. */
  readonly faults: readonly string[];
};

/** Why the newest policies that were read are not in force; none where they are. */
export function faultsOf({ rejected, value }: Snapshot<Live>): readonly string[] {
  return rejected ?? value?.faults ?? [];
}

/** Remembers whether a good set was ever loaded: until then good settings alone are better than nothing. */
export function createLoad(
  commands: ReadonlyMap<string, Command>,
  /** Instead of the settings' own: in local development every request reads anew. */
  override: { readonly refreshSeconds?: number } = {},
): (parameters: readonly Parameter[]) => Loaded<Live> {
  let good = false;
  return (parameters) => {
    const { settings, tokens, faults, set } = checkSet(parameters, commands);
    good ||= set !== undefined;
    const reasons = faults.map(formatFault);
    if (settings === undefined || (good && set === undefined)) return { kind: "rejected", faults: reasons };
    return {
      kind: "loaded",
      value: { settings, tokens, set, faults: reasons },
      refreshSeconds: override.refreshSeconds ?? settings.refreshSeconds,
    };
  };
}

import type { Command } from "../commands/define-command.ts";
import type { Sha256 } from "../policy/compile.ts";
import { formatDiagnostic } from "../policy/diagnostic.ts";
import { finishSteps, finishWithPauses } from "../policy/steps.ts";
import { checkSetInSteps, findUnavailable, type PolicySet } from "./check-set.ts";
import type { Parameter } from "./parameter.ts";
import type { Settings } from "./settings-schema.ts";

/** What the gate runs on. Without a `set`, settings are good but no policy set ever was. */
export type ActiveConfig = {
  readonly settings: Settings;
  readonly tokens: readonly string[];
  readonly set: PolicySet | undefined;
  /** Why there is no set. */
  readonly faults: readonly string[];
  /** `lists/<name>: why`; the rules that name such a list have effect `error`. */
  readonly unavailableLists: readonly string[];
  readonly keys: DerivedKeys;
};

/** Derived from the tokens or the stage's audit key when the set is loaded; never stored. */
export type DerivedKeys = {
  /** How records name an account; `undefined`: no key for a hash. */
  readonly hashAccount: ((account: string) => string) | undefined;
  /** Seals what only holders of that token may read; by position from 0. Undefined: there is no such token. */
  readonly findSealer?: (token: number | undefined) => Sealer | undefined;
};

/** `kid`: 8 hex digits that identify the key. */
export type Sealer = { readonly kid: string; readonly seal: (text: string) => string };

export type LoadOptions = {
  readonly sha256: Sha256;
  /** Default: no keys, for tools that write no records. */
  readonly deriveKeys?: (tokens: readonly string[], auditKey: string | undefined) => DerivedKeys;
  /** Overrides the settings: in local development every request reads the store. */
  readonly refresh?: RefreshMode;
};

/** How often a store is read: for each request, or with the first request after a pause. */
export type RefreshMode = { readonly kind: "always" } | { readonly kind: "every"; readonly seconds: number };

export type Loaded<T> =
  | { readonly kind: "loaded"; readonly value: T; readonly refresh: RefreshMode }
  | { readonly kind: "rejected"; readonly faults: readonly string[] };

/** Remembers whether a valid set was ever loaded; until then, valid settings alone are used. */
export function createLoad(
  commands: ReadonlyMap<string, Command>,
  options: LoadOptions,
): (parameters: readonly Parameter[]) => Loaded<ActiveConfig> {
  const loadInSteps = createSteps(commands, options);
  return (parameters) => finishSteps(loadInSteps(parameters));
}

/** The same with a pause between documents, so that requests are answered meanwhile by the previous set. */
export function createPausingLoad(
  commands: ReadonlyMap<string, Command>,
  options: LoadOptions,
  pause: () => Promise<void>,
): (parameters: readonly Parameter[]) => Promise<Loaded<ActiveConfig>> {
  const loadInSteps = createSteps(commands, options);
  return (parameters) => finishWithPauses(loadInSteps(parameters), pause);
}

function createSteps(
  commands: ReadonlyMap<string, Command>,
  { sha256, deriveKeys, refresh }: LoadOptions,
): (parameters: readonly Parameter[]) => Generator<void, Loaded<ActiveConfig>> {
  let wasGood = false;
  return function* loadInSteps(parameters) {
    const checked = yield* checkSetInSteps(parameters, commands, sha256);
    const { settings, tokens, diagnostics, set } = checked;
    wasGood ||= set !== undefined;
    const reasons = diagnostics.map(formatDiagnostic);
    if (settings === undefined || (wasGood && set === undefined)) {
      return { kind: "rejected", faults: reasons };
    }
    const auditKey = parameters.find(({ name }) => name === "audit-key")?.value.trim() || undefined;
    const unavailableLists = findUnavailable(parameters).map(
      ({ name, unavailable }) => `${name}: ${unavailable}`,
    );
    return {
      kind: "loaded",
      value: {
        settings,
        tokens,
        set,
        faults: reasons,
        unavailableLists,
        keys: deriveKeys?.(tokens, auditKey) ?? { hashAccount: undefined },
      },
      refresh: refresh ?? { kind: "every", seconds: settings.refreshSeconds },
    };
  };
}

import { signOf } from "../callback/authenticate.ts";
import { commands } from "../commands/generated/index.ts";
import { createGate, type Outcome } from "../gate/gate.ts";
import type { Snapshot } from "../gate/policies.ts";
import { type ActiveConfig, createLoad } from "../policy-set/active-config.ts";
import type { Parameter } from "../policy-set/parameter.ts";
import type { Scenario } from "./scenario.ts";

/** The gate that the Lambda function runs, over policies at hand and a clock that stands still. */
export type Engine = {
  readonly live: ActiveConfig;
  /** API Gateway's event through the whole pipeline, as if it came at `now`. */
  readonly run: (event: unknown, now: number) => Promise<Outcome>;
  /** A callback made for this: signed so that it passes. */
  readonly try: (scenario: Scenario) => Promise<Outcome>;
};

export type EngineResult =
  | { readonly kind: "engine"; readonly engine: Engine }
  | { readonly kind: "failed"; readonly faults: readonly string[] };

/** Signs what never leaves this process. */
const OWN_TOKEN = "made by chatgate";

export function createEngine(parameters: readonly Parameter[]): EngineResult {
  const loaded = createLoad(commands)(parameters);
  if (loaded.kind === "rejected") return { kind: "failed", faults: loaded.faults };
  const live = loaded.value;
  if (live.set === undefined) return { kind: "failed", faults: live.faults };
  // Whatever the tokens are: what is tried here must pass, and needs no secret for it.
  const own = { ...live, tokens: [OWN_TOKEN] };
  const [sdkAppId = 0] = live.settings.sdkAppIds;
  return {
    kind: "engine",
    engine: {
      live,
      run: (event, now) => runOnce(live, event, now),
      try: (scenario) =>
        runOnce(own, eventOf({ sdkAppId, ...defined(scenario), token: OWN_TOKEN }), scenario.now),
    },
  };
}

const defined = ({ sdkAppId, ...scenario }: Scenario) => ({
  ...scenario,
  ...(sdkAppId === undefined ? {} : { sdkAppId }),
});

async function runOnce(value: ActiveConfig, event: unknown, now: number): Promise<Outcome> {
  const snapshot: Snapshot<ActiveConfig> = { value, loadedAt: now, rejected: undefined, failure: undefined };
  const outcomes: Outcome[] = [];
  const gate = createGate({
    commands,
    policies: { current: async () => snapshot, refreshSoon: () => {} },
    now: () => now,
    onFault: "allow",
    report: (outcome) => outcomes.push(outcome),
  });
  await gate(event, "chatgate");
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("the gate reports every request");
  return outcome;
}

/** `token` undefined: not signed. */
export type Signed = Omit<Scenario, "sdkAppId"> & {
  readonly sdkAppId: number;
  readonly token: string | undefined;
};

/** The parameters of the URL, as Chat writes them. */
export function queryOf({ command, platform, clientIp, sdkAppId, token, now }: Signed): URLSearchParams {
  const time = String(Math.floor(now / 1000));
  return new URLSearchParams({
    SdkAppid: String(sdkAppId),
    CallbackCommand: command.name,
    contenttype: "json",
    ClientIP: clientIp,
    OptPlatform: platform,
    ...(token === undefined ? {} : { Sign: signOf(token, time), RequestTime: time }),
  });
}

function eventOf(signed: Signed): unknown {
  return {
    version: "2.0",
    rawQueryString: queryOf(signed).toString(),
    requestContext: { http: { method: "POST" } },
    body: JSON.stringify(signed.payload),
    isBase64Encoded: false,
  };
}

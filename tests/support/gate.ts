import { computeSignature } from "../../lib/callback/authenticate.ts";
import type { Command } from "../../lib/commands/define-command.ts";
import { commands as registry, wireCommands } from "../../lib/commands/generated/index.ts";
import type { Sink, SinkContext } from "../../lib/gate/deliver.ts";
import { createGate, type Gate } from "../../lib/gate/gate.ts";
import type { Limits } from "../../lib/gate/limits.ts";
import type { Outcome } from "../../lib/gate/outcome.ts";
import type { Upstream } from "../../lib/gate/upstream.ts";
import { createMemoryLimits } from "../../lib/limits/memory.ts";
import { createLoad } from "../../lib/policy-set/active-config.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { formatAuditLine } from "../../lib/records/audit.ts";
import { deriveKeys } from "../../lib/sinks/derive-keys.ts";
import { createRefresh } from "../../lib/store/refresh.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { ReadResult } from "../../lib/store/source.ts";

export const SDK_APP_ID = 1400000000;
export const TOKEN = "xxxxyyyy";
/** The moment at which tests happen, unless they say otherwise: the documentation's RequestTime. */
export const NOW = 1669872112_000;

export type World = {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Documents by name. */
  readonly policies?: Readonly<Record<string, unknown>>;
  readonly lists?: Readonly<Record<string, string>>;
  readonly tokens?: string;
  readonly now?: () => number;
  readonly onFault?: "allow" | "deny";
  /** Instead of what the parts above make. */
  readonly read?: () => Promise<ReadResult>;
  /** Instead of every command there is. */
  readonly commands?: ReadonlyMap<string, Command>;
  /** Default: the memory's, on the same clock. */
  readonly limits?: Limits;
  /** After the one that collects outcomes. */
  readonly sinks?: readonly Sink[];
  readonly upstream?: Upstream;
};

export function createTestParameters({
  settings = {},
  policies = {},
  lists = {},
  tokens = TOKEN,
}: World): Parameter[] {
  const json = (name: string, value: unknown) => ({ name, value: JSON.stringify(value), version: "1" });
  return [
    json("settings", { sdkAppIds: [SDK_APP_ID], ...settings }),
    ...Object.entries(policies).map(([name, value]) => json(`policies/${name}`, value)),
    ...Object.entries(lists).map(([name, value]) => ({ name: `lists/${name}`, value, version: "1" })),
    ...(tokens === "" ? [] : [{ name: "tokens", value: tokens, version: "1" }]),
  ];
}

/** A gate with real parts, a source of literals and a clock that stands still. */
export function createTestGate(world: World = {}): {
  readonly gate: Gate;
  readonly outcomes: Outcome[];
  /** One per outcome. */
  readonly contexts: SinkContext[];
  /** One per outcome. */
  readonly audits: Readonly<Record<string, unknown>>[];
} {
  const { now = () => NOW, commands = wireCommands } = world;
  const outcomes: Outcome[] = [];
  const contexts: SinkContext[] = [];
  const audits: Readonly<Record<string, unknown>>[] = [];
  const parameters = createTestParameters(world);
  const policies = createRefresh({
    source: { name: "literals", read: world.read ?? (async () => ({ kind: "read", parameters })) },
    load: createLoad(world.commands ?? registry, { sha256, deriveKeys }),
    now,
    random: () => 0.5,
    fallback: { kind: "every", seconds: 1 },
  });
  const collect: Sink = (outcome, context) => {
    outcomes.push(outcome);
    contexts.push(context);
    audits.push(JSON.parse(formatAuditLine(outcome, context)));
  };
  const { onFault = "allow", sinks = [], upstream } = world;
  const limits = world.limits ?? createMemoryLimits({ now });
  const ports = { commands, policies, limits, now, onFault, sinks: [collect, ...sinks] };
  const gate = createGate({ ...ports, ...(upstream !== undefined && { upstream }) });
  return { gate, outcomes, contexts, audits };
}

export type Call = {
  readonly command?: string;
  /** Laid over the URL's parameters; `undefined` takes one away. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly event?: Readonly<Record<string, unknown>>;
};

/** The event of a correctly signed callback, as an HTTP API passes it. */
export function createCallbackEvent({
  command = "Group.CallbackBeforeCreateGroup",
  query,
  body,
  event,
}: Call): Record<string, unknown> {
  const time = String(NOW / 1000);
  const parameters = {
    SdkAppid: String(SDK_APP_ID),
    CallbackCommand: command,
    contenttype: "json",
    ClientIP: "127.0.0.1",
    OptPlatform: "iOS",
    Sign: computeSignature(TOKEN, time),
    RequestTime: time,
    ...query,
  };
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    version: "2.0",
    rawQueryString: new URLSearchParams(given).toString(),
    requestContext: { http: { method: "POST" } },
    body: typeof body === "string" ? body : JSON.stringify(body ?? {}),
    isBase64Encoded: false,
    ...event,
  };
}

type Event = Readonly<Record<string, unknown>>;

/** The same request in each format of API Gateway, made from an event of `createCallbackEvent`. */
export const formats: Readonly<Record<string, (event: Event) => Event>> = {
  "payload 2.0": (event) => event,
  "payload 1.0": ({ rawQueryString, requestContext, body, isBase64Encoded }) => {
    const multiple = Object.groupBy(new URLSearchParams(String(rawQueryString)), ([key]) => key);
    const values = Object.entries(multiple).map(
      ([key, pairs]) => [key, (pairs ?? []).map(([, value]) => value)] as const,
    );
    const { http } = requestContext as { http: { method: string } }; // as createCallbackEvent makes it
    return {
      version: "1.0",
      path: "/",
      httpMethod: http.method,
      // If a key is repeated, the single form has its last value.
      queryStringParameters:
        values.length === 0 ? null : Object.fromEntries(values.map(([key, all]) => [key, all.at(-1)])),
      multiValueQueryStringParameters: values.length === 0 ? null : Object.fromEntries(values),
      requestContext: { httpMethod: http.method, stage: "dev" },
      body: body === "" ? null : body,
      isBase64Encoded,
    };
  },
  "Function URL": (event) => ({
    ...event,
    routeKey: "$default",
    requestContext: {
      ...(event.requestContext as object), // as createCallbackEvent makes it
      domainName: "abcdefgh.lambda-url.ap-southeast-1.on.aws",
      authentication: null,
    },
  }),
};

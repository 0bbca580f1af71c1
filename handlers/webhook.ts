import type { APIGatewayProxyResult, Context } from "aws-lambda";
import { commands, wireCommands } from "../lib/commands/generated/index.ts";
import type { Sink, SinkContext } from "../lib/gate/deliver.ts";
import { createGate } from "../lib/gate/gate.ts";
import type { Outcome } from "../lib/gate/outcome.ts";
import type { Snapshot } from "../lib/gate/policies.ts";
import { matchesGlob } from "../lib/policy/functions/glob.ts";
import { type ActiveConfig, createPausingLoad, type RefreshMode } from "../lib/policy-set/active-config.ts";
import { showFacets } from "../lib/records/audit.ts";
import { createAuditSink } from "../lib/sinks/audit.ts";
import { deriveKeys } from "../lib/sinks/derive-keys.ts";
import { isLostUnsettled } from "../lib/sinks/lost-events.ts";
import { createMetricsSink, formatMetric } from "../lib/sinks/metrics.ts";
import { createExpiringSource } from "../lib/store/expiring-source.ts";
import { createRefresh, type RefreshEvent } from "../lib/store/refresh.ts";
import { sha256 } from "../lib/store/sha256.ts";
import { formatSecretsPath } from "../lib/store/stage-reader.ts";
import { createLimits } from "./create-limits.ts";
import { createConnect, createSource } from "./create-source.ts";
import type { Delivery } from "./delivery.ts";
import { readEnvironment } from "./environment.ts";

/** Bypasses the console: Lambda's JSON log format would wrap the line, and CloudWatch would see no metrics. */
function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

const writeObject = (line: object) => writeLine(JSON.stringify(line));

// Without a listener a line that cannot be written would end the process, and the request with it.
process.stdout.on("error", () => {});

const { environment, faults: environmentFaults } = readEnvironment(process.env);
const { stage, place } = environment;
const source = createExpiringSource(createSource(environment), Date.now);
const isLocal = place.kind === "directory";
const localMode: RefreshMode = { kind: "always" };

if (environmentFaults.length > 0) {
  for (const { code, name } of environmentFaults) {
    writeObject({ type: "environment", level: "ERROR", code, name });
  }
  writeLine(formatMetric("EnvironmentInvalid", stage, Date.now(), environmentFaults.length));
}

const limits = createLimits(environment);

// The first read starts here, as the module loads, so that the first request finds it done or nearly so.
const policies = createRefresh({
  source,
  load: createPausingLoad(
    commands,
    { sha256, deriveKeys, ...(isLocal ? { refresh: localMode } : {}) },
    () => new Promise((resolve) => setImmediate(resolve)),
  ),
  now: Date.now,
  random: Math.random,
  fallback: isLocal ? localMode : { kind: "every", seconds: environment.refreshSeconds },
  overdue: { afterSeconds: 90, waitMs: 200 },
  onChange: reportChange,
});

const connectTo = createConnect(environment);

/** Loaded on first use, with its shared dependencies as arguments, so that other stages do not load it. */
let loading: Promise<Delivery> | undefined;
const loadDelivery = () => {
  loading ??= import("./delivery.ts").then(({ createDelivery }) =>
    createDelivery({
      ...{ stage, isLocal, sha256, showFacets, queueUrl: environment.queueUrl },
      write: writeObject,
      openCall: (service, region) => connectTo(service, region).call,
      secretsParameter: place.kind === "ssm" ? `${formatSecretsPath(place.path)}/webhook-secrets` : undefined,
      covers: (pattern, command) => matchesGlob(command, pattern),
      count: (name, value) => writeLine(formatMetric(name, stage, Date.now(), value)),
    }),
  );
  return loading;
};

/** Loaded when a stage's settings ask for it. */
let recorder: Promise<Sink> | undefined;
const loadRecorder = () => {
  recorder ??= import("../lib/sinks/recording.ts").then(({ createRecordingSink }) =>
    createRecordingSink(Date.now, writeLine),
  );
  return recorder;
};
const recordOutcome: Sink = (outcome, context) =>
  context.settings?.recording === undefined
    ? undefined
    : loadRecorder().then((record) => record(outcome, context));

const gate = createGate({
  commands: wireCommands,
  policies,
  limits,
  now: Date.now,
  onFault: environment.onFault,
  sinks: [
    createMetricsSink(stage, writeLine),
    createAuditSink(writeLine),
    deliverAndWait,
    recordOutcome,
    warnOfUnknown,
  ],
  upstream: async (request) => (await loadDelivery()).upstream(request),
});

function reportChange({ value, failure, rejected }: Snapshot<ActiveConfig>, event: RefreshEvent): void {
  if (value?.set?.hasLimits) limits.prepare();
  const { faults = [], unavailableLists = [] } = value ?? {};
  const reasons = rejected ?? (failure === undefined ? [...faults, ...unavailableLists] : [failure]);
  const line = { type: "policy", event, source: source.name };
  if (reasons.length > 0) writeObject({ ...line, level: "ERROR", faults: reasons });
  else if (!isLocal) writeObject({ ...line, level: "INFO" });
  if (unavailableLists.length > 0) {
    writeLine(formatMetric("ListUnavailable", stage, Date.now(), unavailableLists.length));
  }
}

/** Counts events that cannot be delivered: before settings are known, the destinations are not. */
function deliverAndWait(outcome: Outcome, context: SinkContext): Promise<void> | undefined {
  const countLost = () => writeLine(formatMetric("EventsLost", stage, Date.now(), 1));
  if (isLostUnsettled(outcome, context)) countLost();
  if (context.settings === undefined || context.settings.events.length === 0) return undefined;
  return loadDelivery()
    .then(({ sendEvents }) => sendEvents(outcome, context))
    .catch(countLost);
}

/** Bounds memory and output: while authentication is off, anybody can send unknown names. */
const MAX_WARNED_COMMANDS = 100;
const warnedCommands = new Set<string>();

/** Logs each unknown command once. */
function warnOfUnknown({ ending }: Outcome): void {
  if (ending.kind !== "unknown") return;
  const { name } = ending;
  if (warnedCommands.has(name) || warnedCommands.size >= MAX_WARNED_COMMANDS) return;
  warnedCommands.add(name);
  const command = /^[\w.]{1,80}$/.test(name) ? name : "(not a command's name)";
  writeObject({ type: "warning", level: "WARN", message: "unknown command, answered OK", command });
}

/** Two parameters: Node 24 on Lambda refuses a third. */
export async function handler(event: unknown, context?: Context): Promise<APIGatewayProxyResult> {
  const { status, body } = await gate(event, context?.awsRequestId ?? "");
  return {
    statusCode: status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body,
  };
}

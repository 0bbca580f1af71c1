import type { APIGatewayProxyResult, Context } from "aws-lambda";
import { commands, wireCommands } from "../lib/commands/generated/index.ts";
import { createGate } from "../lib/gate/gate.ts";
import type { Outcome } from "../lib/gate/outcome.ts";
import type { Snapshot } from "../lib/gate/policies.ts";
import { type ActiveConfig, createLoad, type RefreshMode } from "../lib/policy-set/active-config.ts";
import { createAuditRecord } from "../lib/records/audit.ts";
import { formatCount } from "../lib/sinks/count.ts";
import { deriveKeys } from "../lib/sinks/derive-keys.ts";
import { createMetricsLine } from "../lib/sinks/metrics.ts";
import { createRefresh, type RefreshEvent } from "../lib/store/refresh.ts";
import { sha256 } from "../lib/store/sha256.ts";
import { createSource } from "./create-source.ts";
import { readEnvironment } from "./environment.ts";

/**
 * A line each, past the console: Lambda's JSON log format would wrap them, and CloudWatch would see no metrics. In one
 * write, since a write takes longer than a decision.
 */
function write(...lines: readonly object[]): void {
  let text = "";
  for (const line of lines) text += `${JSON.stringify(line)}\n`;
  process.stdout.write(text);
}

// Without a listener a line that cannot be written would end the process, and the request with it.
process.stdout.on("error", () => {});

const { environment, faults: environmentFaults } = readEnvironment(process.env);
const { stage, place } = environment;
const source = createSource(environment);
const isLocal = place.kind === "directory";
const localMode: RefreshMode = { kind: "always" };

if (environmentFaults.length > 0) {
  write(
    ...environmentFaults.map(({ code, name }) => ({ type: "environment", level: "ERROR", code, name })),
    formatCount("EnvironmentInvalid", stage, Date.now(), environmentFaults.length),
  );
}

// The first read starts here, as the module loads, so that the first request finds it done or nearly so.
const policies = createRefresh({
  source,
  load: createLoad(commands, { sha256, deriveKeys, ...(isLocal ? { refresh: localMode } : {}) }),
  now: Date.now,
  random: Math.random,
  fallback: isLocal ? localMode : { kind: "every", seconds: environment.refreshSeconds },
  overdue: { afterSeconds: 90, waitMs: 200 },
  onChange: reportChange,
});

const gate = createGate({
  commands: wireCommands,
  policies,
  now: Date.now,
  onFault: environment.onFault,
  sinks: [
    (outcome, context) => write(createAuditRecord(outcome, context), createMetricsLine(outcome, stage)),
    warnOfUnknown,
  ],
});

function reportChange({ value, failure, rejected }: Snapshot<ActiveConfig>, event: RefreshEvent): void {
  const { faults = [], unavailableLists = [] } = value ?? {};
  const reasons = rejected ?? (failure === undefined ? [...faults, ...unavailableLists] : [failure]);
  const line = { type: "policy", event, source: source.name };
  if (reasons.length > 0) write({ ...line, level: "ERROR", faults: reasons });
  else if (!isLocal) write({ ...line, level: "INFO" });
  if (unavailableLists.length > 0) {
    write(formatCount("ListUnavailable", stage, Date.now(), unavailableLists.length));
  }
}

/** Names are anybody's to choose while authentication is off: no more are remembered, and printed. */
const MAX_WARNED_COMMANDS = 100;
const warnedCommands = new Set<string>();

/** Says of each unknown command once that it is there. */
function warnOfUnknown({ ending }: Outcome): void {
  if (ending.kind !== "unknown") return;
  const { name } = ending;
  if (warnedCommands.has(name) || warnedCommands.size >= MAX_WARNED_COMMANDS) return;
  warnedCommands.add(name);
  const command = /^[\w.]{1,80}$/.test(name) ? name : "(not a command's name)";
  write({ type: "warning", level: "WARN", message: "unknown command, answered OK", command });
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

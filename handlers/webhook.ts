import type { APIGatewayProxyResult, Context } from "aws-lambda";
import { commands } from "../lib/commands/generated/index.ts";
import { createGate, type Outcome } from "../lib/gate/gate.ts";
import { createLoad } from "../lib/policy-set/active-config.ts";
import { auditRecord } from "../lib/records/audit.ts";
import { emf } from "../lib/sinks/metrics.ts";
import { createRefresh } from "../lib/store/refresh.ts";
import type { Source } from "../lib/store/source.ts";
import { ssmSource } from "../lib/store/ssm.ts";

const { env } = process;

/**
 * A line each, past the console: Lambda's JSON log format would wrap them, and CloudWatch would see no metrics. In one
 * write, since a write is dearer than a decision.
 */
function write(...lines: readonly object[]): void {
  let text = "";
  for (const line of lines) text += `${JSON.stringify(line)}\n`;
  process.stdout.write(text);
}

function sourceOf(name: string): Source {
  const [kind, place] = [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)];
  if (kind === "dir")
    // Loaded when used: a Lambda reads no directory.
    return {
      name,
      read: async () => (await import("../lib/store/directory.ts")).directorySource(place).read(),
    };
  if (kind !== "ssm") {
    const reason = `CHATGATE_SOURCE is "${name}": write ssm:/chatgate/<stage>, or dir:<directory>`;
    return { name, read: async () => ({ kind: "failed", reason }) };
  }
  const endpoint = env.AWS_ENDPOINT_URL_SSM || env.AWS_ENDPOINT_URL;
  return ssmSource({
    path: place,
    region: env.AWS_REGION ?? "",
    ...(endpoint ? { endpoint } : {}),
    credentials: () => ({
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
      sessionToken: env.AWS_SESSION_TOKEN,
    }),
  });
}

const source = sourceOf(env.CHATGATE_SOURCE || "dir:policies");
const isLocal = source.name.startsWith("dir:");

// The first read starts here, as the module loads, so that the first request finds it done or nearly so.
const policies = createRefresh({
  source,
  load: createLoad(commands, isLocal ? { refreshSeconds: 0 } : {}),
  now: Date.now,
  random: Math.random,
  fallbackSeconds: isLocal ? 0 : Number(env.CHATGATE_REFRESH_SECONDS || 30),
  overdue: { afterSeconds: 90, waitMs: 200 },
  onChange: ({ value, failure, rejected }, event) => {
    const faults = rejected ?? (failure === undefined ? (value?.faults ?? []) : [failure]);
    if (faults.length > 0) write({ type: "policy", level: "ERROR", event, source: source.name, faults });
    else if (!isLocal) write({ type: "policy", level: "INFO", event, source: source.name });
  },
});

// Without a listener a line that cannot be written would end the process, and the request with it.
process.stdout.on("error", () => {});

const gate = createGate({
  commands,
  policies,
  now: Date.now,
  onFault: env.CHATGATE_ON_FAULT === "deny" ? "deny" : "allow",
  report: (outcome) => {
    write(auditRecord(outcome), emf(outcome, env.CHATGATE_STAGE || "local"));
    warnOfUnknown(outcome);
  },
});

/** Names are anybody's to choose while authentication is off: no more are remembered, and printed. */
const REMEMBERED = 100;
const unknown = new Set<string>();

/** Says of each unknown command once that it is there. */
function warnOfUnknown({ ending, query }: Outcome): void {
  const name = query?.command ?? "";
  if (ending.kind !== "unknown" || unknown.has(name) || unknown.size >= REMEMBERED) return;
  unknown.add(name);
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

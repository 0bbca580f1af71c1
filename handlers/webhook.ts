import type { APIGatewayProxyResult, Context } from "aws-lambda";
import { auditRecord } from "../lib/audit/audit-record.ts";
import { commands } from "../lib/commands/index.ts";
import { createGate } from "../lib/gate.ts";
import { emf } from "../lib/metrics/emf.ts";
import { directorySource } from "../lib/settings/directory.ts";
import { createLoad } from "../lib/settings/load.ts";
import { createRefresh } from "../lib/settings/refresh.ts";
import type { Source } from "../lib/settings/source.ts";
import { ssmSource } from "../lib/settings/ssm.ts";

const { env } = process;

/** One line, past the console: Lambda's JSON log format would wrap it, and CloudWatch would see no metrics. */
function write(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function sourceOf(name: string): Source {
  const [kind, place = ""] = [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)];
  if (kind === "dir") return directorySource(place);
  if (kind !== "ssm")
    throw new Error(`CHATGATE_SOURCE is "${name}": write ssm:/chatgate/<stage>, or dir:<directory>`);
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

const unknown = new Set<string>();

const gate = createGate({
  commands,
  policies,
  now: Date.now,
  onFault: env.CHATGATE_ON_FAULT === "deny" ? "deny" : "allow",
  report: (outcome) => {
    write(auditRecord(outcome));
    write(emf(outcome, env.CHATGATE_STAGE || "local"));
    const name = outcome.ending.kind === "unknown" ? (outcome.query?.command ?? "") : "";
    if (name === "" || unknown.has(name) || unknown.size >= 100) return;
    unknown.add(name);
    const command = /^[\w.]{1,80}$/.test(name) ? name : "(not a command's name)";
    write({ type: "warning", level: "WARN", message: "unknown command, answered OK", command });
  },
});

/** Two parameters: Node 24 on Lambda refuses a third. */
export async function handler(event: unknown, context?: Context): Promise<APIGatewayProxyResult> {
  const { status, body } = await gate(event, context?.awsRequestId ?? "");
  return {
    statusCode: status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body,
  };
}

import { hash } from "node:crypto";
import { createAwsClient } from "../lib/aws/client.ts";
import { formatRegionalEndpoint } from "../lib/aws/endpoint.ts";
import { LIMIT_BUDGET_MS, type Limits } from "../lib/gate/limits.ts";
import { createTableLimits } from "../lib/limits/dynamodb.ts";
import { createMemoryLimits } from "../lib/limits/memory.ts";
import type { Environment } from "./environment.ts";
import { readCredentials } from "./read-credentials.ts";

/** `prepare`: for a set with limits, so that no request waits for a connection. */
export type HandlerLimits = Limits & { readonly prepare: () => void };

/** The table that all instances share, or under `dir:` this process's memory; made with the first limit. */
export function createLimits(environment: Environment): HandlerLimits {
  const now = Date.now;
  if (environment.place.kind !== "ssm") return { ...createMemoryLimits({ now }), prepare: () => {} };

  let table: ReturnType<typeof createTableLimits> | undefined;
  const openLimits = () => {
    table ??= createTable(environment);
    return table;
  };
  return {
    take: (requests, deadline) => openLimits().take(requests, deadline),
    strike: (requests, deadline) => openLimits().strike(requests, deadline),
    prepare: () => void openLimits().connect(now() + 4 * LIMIT_BUDGET_MS), // a failure is reported when the first request is counted
  };
}

function createTable({ region, dynamodbEndpoint, limitsTable }: Environment) {
  const endpoint = new URL(dynamodbEndpoint ?? formatRegionalEndpoint("dynamodb", region));
  const client = createAwsClient({ service: "dynamodb", region, endpoint, credentials: readCredentials });
  return createTableLimits({
    call: client.call,
    table: limitsTable,
    hash: (text) => hash("sha256", text, "base64url"),
    now: Date.now,
    chance: Math.random,
  });
}

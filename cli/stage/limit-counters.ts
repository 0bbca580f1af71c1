import { hash } from "node:crypto";
import { createAwsClient } from "../../lib/aws/client.ts";
import { formatRegionalEndpoint } from "../../lib/aws/endpoint.ts";
import type { LimitRequest } from "../../lib/decision.ts";
import { createLimitAdmin } from "../../lib/limits/admin.ts";
import type { Io } from "../io.ts";
import type { BareDiagnostic } from "../report.ts";
import { type AwsAccess, openAws, useAccess } from "./aws-access.ts";

/** The counters of a stage's table. */
export type Counters = {
  readonly kind: "opened";
  readonly table: string;
  readonly admin: ReturnType<typeof createLimitAdmin>;
};

const CALL_MS = 10_000;

export async function openCounters(
  stage: string,
  io: Io,
): Promise<Counters | { readonly kind: "failed"; readonly found: BareDiagnostic }> {
  return useAccess<AwsAccess, Awaited<ReturnType<typeof openCounters>>>(
    () => openAws({ env: io.env }),
    async ({ client, region }) => {
      const credentials = await client.config.credentials();
      const endpoint = io.env.AWS_ENDPOINT_URL_DYNAMODB || io.env.AWS_ENDPOINT_URL;
      const { call } = createAwsClient({
        service: "dynamodb",
        region,
        endpoint: new URL(endpoint || formatRegionalEndpoint("dynamodb", region)),
        credentials: () => credentials,
        now: io.now,
      });
      const table = `chatgate-${stage}-limits`;
      const digest = (text: string) => hash("sha256", text, "base64url");
      const admin = createLimitAdmin({ call, table, hash: digest, now: io.now, chance: Math.random });
      return { kind: "opened", table, admin };
    },
    (found) => ({ kind: "failed", found }),
  );
}

export async function readCounter({ admin }: Counters, request: LimitRequest, { now }: Io) {
  const peek = await admin.peek(request, now() + CALL_MS);
  const isOver = peek.kind === "read" && (peek.used >= request.max || peek.until !== undefined);
  return { peek, isOver };
}

export async function resetCounter({ admin }: Counters, request: LimitRequest, { now }: Io) {
  return admin.reset(request, now() + CALL_MS);
}

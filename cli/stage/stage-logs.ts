import { createAwsClient } from "../../lib/aws/client.ts";
import { formatRegionalEndpoint } from "../../lib/aws/endpoint.ts";
import type { Io } from "../io.ts";
import { type LogSource, readLogGroup } from "../log-source.ts";
import type { StageStore } from "./stage-store.ts";

export type LogSpan = {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** CloudWatch's filter pattern: what comes is looked at again. */
  readonly pattern?: string;
};

/**
 * The filter pattern of lines that hold a request's id: Lambda's is a UUID, API Gateway's has `=`, `-` or `_` as well.
 * Undefined: no id has such characters, and a quote or backslash would end the pattern.
 */
export const formatIdPattern = (id: string): string | undefined =>
  /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(id) ? `"${id}"` : undefined;

/** The group that Lambda writes the function's output to; the framework names it: service, stage, function. */
export const nameLogGroup = (stage: string) => `/aws/lambda/chatgate-${stage}-webhook`;

/** Lines of the deployed function, oldest first, with the operator's own credentials. */
export async function openStageLogs(
  store: StageStore,
  { env, now }: Io,
): Promise<(span: LogSpan) => LogSource> {
  const { region, stage } = store;
  const credentials = await store.client.config.credentials();
  const endpoint =
    env.AWS_ENDPOINT_URL_LOGS || env.AWS_ENDPOINT_URL || formatRegionalEndpoint("logs", region);
  const { call } = createAwsClient({
    ...{ service: "logs", region, endpoint: new URL(endpoint) },
    credentials: () => credentials,
    now,
  });
  return (span) => readLogGroup({ group: nameLogGroup(stage), ...span }, call, now);
}

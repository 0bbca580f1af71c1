import { createHash } from "node:crypto";
import { createAwsClient } from "../../lib/aws/client.ts";
import type { CallTable } from "../../lib/limits/table-answer.ts";
import type { HashText } from "../../lib/limits/table-item.ts";

export const hashKey: HashText = (text) => createHash("sha256").update(text).digest("base64url");

/**
 * Milliseconds by which a client's clock is behind the test's that stands still, so that an exchange with a model that
 * answers has this much longer than the product allows it: a busy machine needs it.
 */
export const PATIENCE_MS = 20_000;

/** DynamoDB at an endpoint; `now` is the clock of deadlines. */
export function callTableAt(url: string, now: () => number): CallTable {
  const credentials = () => ({ accessKeyId: "test", secretAccessKey: "test" });
  const endpoint = new URL(url);
  return createAwsClient({ service: "dynamodb", region: "ap-southeast-1", endpoint, credentials, now }).call;
}

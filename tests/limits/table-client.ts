import { createHash } from "node:crypto";
import { createAwsClient } from "../../lib/aws/client.ts";
import type { CallTable } from "../../lib/limits/table-answer.ts";
import type { HashText } from "../../lib/limits/table-item.ts";

export const hashKey: HashText = (text) => createHash("sha256").update(text).digest("base64url");

/** DynamoDB at an endpoint; `now` is the clock of deadlines. */
export function callTableAt(url: string, now: () => number): CallTable {
  const credentials = () => ({ accessKeyId: "test", secretAccessKey: "test" });
  const endpoint = new URL(url);
  return createAwsClient({ service: "dynamodb", region: "ap-southeast-1", endpoint, credentials, now }).call;
}

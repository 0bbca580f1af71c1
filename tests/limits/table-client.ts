import { createHash } from "node:crypto";
import { awsClient } from "../../lib/aws/client.ts";
import { parseObject } from "../../lib/json.ts";
import type { CallTable } from "../../lib/limits/table-answer.ts";
import type { HashText } from "../../lib/limits/table-item.ts";

export const hash: HashText = (text) => createHash("sha256").update(text).digest("base64url");

/** DynamoDB at an endpoint; `now` is the clock of deadlines. */
export function callTableAt(url: string, now: () => number): CallTable {
  const send = awsClient({
    service: "dynamodb",
    region: "ap-southeast-1",
    endpoint: new URL(url),
    credentials: () => ({ accessKeyId: "test", secretAccessKey: "test" }),
  });
  return async (target, input, { deadline, jsonVersion }) => {
    const headers = { "Content-Type": `application/x-amz-json-${jsonVersion}`, "X-Amz-Target": target };
    const timeoutMs = Math.max(1, deadline - now());
    const answer = await send({ headers, body: JSON.stringify(input), timeoutMs });
    if (answer.kind === "unreachable") return answer;
    const body = parseObject(answer.body);
    if (answer.status === 200) return body === undefined ? { kind: "garbled" } : { kind: "ok", body };
    const type = String(body?.__type ?? "").replace(/^.*#/, "");
    return { kind: "refused", status: answer.status, type, body: body ?? {} };
  };
}

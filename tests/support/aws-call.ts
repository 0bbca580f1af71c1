import { awsClient } from "../../lib/aws/client.ts";
import { parseObject } from "../../lib/json.ts";
import type { Call } from "../../lib/sinks/destinations/destination.ts";

/** Signed calls of one service, as destinations are given them. */
export function createCall(service: string, endpoint: string, region = "ap-southeast-1"): Call {
  const credentials = () => ({ accessKeyId: "test", secretAccessKey: "test" });
  const send = awsClient({ service, region, endpoint: new URL(endpoint), credentials });
  return async (target, input, { deadline, jsonVersion }) => {
    const timeoutMs = Math.ceil(deadline - Date.now());
    if (timeoutMs <= 0) return { kind: "unreachable", code: "ETIMEDOUT" };
    const headers = { "Content-Type": `application/x-amz-json-${jsonVersion}`, "X-Amz-Target": target };
    const answer = await send({ headers, body: JSON.stringify(input), timeoutMs });
    if (answer.kind === "unreachable") return answer;
    const body = parseObject(answer.body);
    if (answer.status === 200) return body === undefined ? { kind: "garbled" } : { kind: "ok", body };
    const type = String(body?.__type ?? "").replace(/^.*#/, "");
    return { kind: "refused", status: answer.status, type, body: body ?? {} };
  };
}

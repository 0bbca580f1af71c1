import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type ProxyFault = "hang" | "500" | "throttled" | "conflict" | "reset" | "answer lost";

const TARGET_MS = 60_000;

/** Three of ten exchanges fail, in an order that a seed decides. */
export function randomFault(seed: number): () => ProxyFault | undefined {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647; // Park and Miller's
    const share = state / 2_147_483_647;
    if (share < 0.12) return "conflict";
    if (share < 0.24) return "throttled";
    if (share < 0.27) return "500";
    return share < 0.3 ? "answer lost" : undefined;
  };
}

export async function startProxy(target: string, nextFault: () => ProxyFault | undefined) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const fault = nextFault();
    if (fault === "hang") return;
    if (fault === "reset") return request.socket.destroy();
    const isTransaction = String(request.headers["x-amz-target"]).endsWith("TransactWriteItems");
    if (fault === "500" || fault === "throttled" || fault === "conflict") {
      response.writeHead(fault === "500" ? 500 : 400, { "Content-Type": "application/x-amz-json-1.0" });
      return response.end(JSON.stringify(createFaultBody(fault, isTransaction)));
    }
    const headers = Object.fromEntries(
      ["content-type", "x-amz-target", "authorization", "x-amz-date"].map((name) => [
        name,
        String(request.headers[name]),
      ]),
    );
    const signal = AbortSignal.timeout(TARGET_MS); // its client then sees a reset
    const answer = await fetch(target, { method: "POST", headers, body, signal }).catch(() => undefined);
    if (answer === undefined || fault === "answer lost") return request.socket.destroy();
    response.writeHead(answer.status, { "Content-Type": "application/x-amz-json-1.0" });
    response.end(await answer.text());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

function createFaultBody(fault: "500" | "throttled" | "conflict", isTransaction: boolean): object {
  const error = (type: string, more: object = {}) => ({
    __type: `com.amazonaws.dynamodb.v20120810#${type}`,
    message: "said by the proxy",
    ...more,
  });
  if (fault === "500") return error("InternalServerError");
  if (!isTransaction)
    return error(
      fault === "conflict" ? "TransactionConflictException" : "ProvisionedThroughputExceededException",
    );
  const Code = fault === "conflict" ? "TransactionConflict" : "ThrottlingError";
  return error("TransactionCanceledException", { CancellationReasons: [{ Code: "None" }, { Code }] });
}

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type LocalGate = {
  readonly url: string;
  /** What the handler wrote: an audit line and a metrics line a request. */
  readonly written: () => string;
  readonly close: () => Promise<void>;
};

/** The handler behind HTTP on loopback, as `npm run dev` serves it, over a folder of policies. One a process. */
export async function startLocalGate(folder: string): Promise<LocalGate> {
  const lines: string[] = [];
  const stdout = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  process.env.CHATGATE_SOURCE = `dir:${folder}`; // read as the module loads
  const { handler } = await import("../../handlers/webhook.ts");

  const server = createServer(async (request, response) => {
    const answer = await handler(await readEvent(request));
    response.writeHead(answer.statusCode, answer.headers as Record<string, string>).end(answer.body); // ours are all text
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP, so an address and no pipe's name
  return {
    url: `http://127.0.0.1:${port}`,
    written: () => lines.join(""),
    close: async () => {
      stdout.mockRestore();
      delete process.env.CHATGATE_SOURCE;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As an HTTP API passes it, payload 2.0. */
async function readEvent(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return {
    version: "2.0",
    rawQueryString: request.url?.split("?")[1] ?? "",
    requestContext: { http: { method: request.method } },
    body: Buffer.concat(chunks).toString("base64"),
    isBase64Encoded: true,
  };
}

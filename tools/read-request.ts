import type { IncomingMessage } from "node:http";

/** A request's whole body; undefined if the client disconnected, e.g. on a timeout. */
export async function readRequest(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ECONNRESET") return undefined; // Node's "aborted"
    throw error;
  }
  return Buffer.concat(chunks);
}

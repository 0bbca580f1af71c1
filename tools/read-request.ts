import type { IncomingMessage } from "node:http";

/** A request's whole body; undefined where the client hung up, as one does whose time is over. */
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

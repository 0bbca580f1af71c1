import type { IncomingMessage, ServerResponse } from "node:http";
import { formatSentence } from "../lib/authoring/messages/messages.ts";
import { parseJson } from "../lib/json.ts";
import type { ReceivedCallback, ServedFolder } from "../playground/library.ts";
import {
  type Files,
  readFileChanges,
  type SaveResult,
  type savePlaygroundFiles,
} from "./playground-files.ts";
import { type BareDiagnostic, completeDiagnostic } from "./report.ts";
import { describeFault } from "./report-fault.ts";

/** The built page, and the data inserted at each request. */
export type PlaygroundSource = {
  readonly page: string;
  /** As people typed it. */
  readonly folder: string;
  readonly readFiles: () => Promise<Files>;
  /** Without it the page can only read. */
  readonly save?: (changes: Parameters<typeof savePlaygroundFiles>[1]) => Promise<SaveResult>;
  /** The last ones, the newest first; undefined: none are received here. */
  readonly listCallbacks?: () => readonly ReceivedCallback[];
};

export type PlaygroundRoutes = {
  /** `path`: below the page's own, which is empty. */
  readonly answer: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
  /** Sends the folder's files to open pages. */
  readonly tellFiles: () => Promise<void>;
  readonly tellCallback: (callback: ReceivedCallback) => void;
};

const MAX_LISTENING_PAGES = 8;
const MAX_SAVED_BYTES = 4_000_000;

/** Serves the page, its updates and its saves. The caller has checked who may ask. */
export function createPlaygroundRoutes(source: PlaygroundSource): PlaygroundRoutes {
  const listening = new Set<ServerResponse>();

  async function sendPage(response: ServerResponse): Promise<void> {
    const served: ServedFolder = {
      folder: source.folder,
      files: await source.readFiles(),
      ...(source.save && { canSave: true }),
      ...(source.listCallbacks && { callbacks: source.listCallbacks() }),
    };
    // Only `<` could end a data block. The replacement is a function, so that `$&` in a file is not a pattern.
    const block = JSON.stringify(served).replaceAll("<", "\\u003c");
    const page = source.page
      .replace(/(<script type="application\/json" id="served">)/, (start) => `${start}${block}`)
      .replace("connect-src 'none'", "connect-src 'self'");
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    response.writeHead(200, {
      ...HEADERS,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `${policy}; frame-ancestors 'none'`,
    });
    response.end(page);
  }

  function sendChanges(response: ServerResponse): void {
    if (listening.size >= MAX_LISTENING_PAGES) {
      refuse(response, 503, { code: "pages-too-many", details: { limit: MAX_LISTENING_PAGES } });
      return;
    }
    response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" });
    response.write(": listening\n\n");
    listening.add(response);
    response.on("close", () => listening.delete(response));
  }

  async function saveChanges(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (source.save === undefined) return refuse(response, 405, { code: "page-read-only" });
    const unreadable = { code: "save-unreadable", details: { limit: MAX_SAVED_BYTES } } as const;
    if (request.headers["content-type"] !== "application/json") return refuse(response, 415, unreadable);
    const body = await readBody(request, MAX_SAVED_BYTES);
    const changes = body && readFileChanges(parseJson(body.toString("utf8")));
    if (changes === undefined) return refuse(response, 400, unreadable);
    const result = await source.save(changes);
    if (result.kind === "refused") return refuse(response, 409, result.found);
    response.writeHead(200, { ...HEADERS, "content-type": "application/json" });
    response.end(JSON.stringify({ saved: result.paths }));
  }

  const sendEvent = (event: string, data: unknown) => {
    for (const response of listening) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };

  return {
    answer: async (request, response, path) => {
      if (path === "save" && request.method === "POST") return saveChanges(request, response);
      if (request.method !== "GET") return refuse(response, 405, { code: "page-read-only" });
      if (path === "") return sendPage(response);
      if (path === "changes") return sendChanges(response);
      return refuse(response, 404, { code: "page-address-unknown" });
    },
    tellFiles: async () => sendEvent("files", await source.readFiles()),
    tellCallback: (callback) => sendEvent("callback", callback),
  };
}

/**
 * Why a request does not come from the page on this machine; undefined: it does. Checks Host against DNS rebinding, and
 * the headers that tunnels and proxies add.
 */
export function findStranger(request: IncomingMessage, hosts: readonly string[]): BareDiagnostic | undefined {
  const { host = "", origin } = request.headers;
  const { remoteAddress = "" } = request.socket;
  const isForwarded = Object.keys(request.headers).some((name) => /^(?:x-forwarded|forwarded)/.test(name));
  if (!hosts.includes(host) || isForwarded || !/^(?:::ffff:)?127\.|^::1$/.test(remoteAddress))
    return { code: "caller-remote" };
  return origin === undefined || origin === `http://${host}` ? undefined : { code: "caller-foreign" };
}

/** Undefined: the body is too long or incomplete. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined; // the client disconnected
  }
  return Buffer.concat(chunks);
}

const HEADERS = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Answers with an unexpected error, in the words of `runProgram`. */
export const refuseFault = (response: ServerResponse, status: number, error: unknown): void =>
  refuse(response, status, describeFault(error));

/** The problem with its code, as the command line says it. */
export function refuse(response: ServerResponse, status: number, found: BareDiagnostic): void {
  if (!response.headersSent)
    response.writeHead(status, { ...HEADERS, "content-type": "text/plain; charset=utf-8" });
  response.end(`${formatSentence(completeDiagnostic(found))}\n`);
}

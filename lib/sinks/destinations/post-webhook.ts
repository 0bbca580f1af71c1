import { lookup as resolveName } from "node:dns";
import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import type { PostWebhook, WebhookAnswer } from "./https.ts";

/** Addresses that are not public (IANA's special-purpose registries), and 6to4, Teredo and NAT64, which embed any address. */
const notPublic = new BlockList();
for (const net of [
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24",
  "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3",
  "2001::/23 2001:db8::/32 2002::/16 3fff::/20",
].flatMap((line) => line.split(" "))) {
  const [address = "", prefix] = net.split("/");
  notPublic.addSubnet(address, Number(prefix), address.includes(":") ? "ipv6" : "ipv4");
}
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !notPublic.check(address, "ipv4");
  return isIP(address) === 6 && globalUnicast.check(address, "ipv6") && !notPublic.check(address, "ipv6");
}

export type WebhookOptions = {
  /** Milliseconds; the clock of deadlines. */
  readonly now: () => number;
  /** Whether an address may be connected to. Default: `isPublicAddress`. */
  readonly isAllowed?: (address: string) => boolean;
  readonly lookup?: typeof resolveName;
  /** Keeps connections for later requests. Default: one connection per request. */
  readonly keepAlive?: boolean;
  /** Of an answer; more is not received. Default: 64 KiB. */
  readonly maxBytes?: number;
};

const REFUSED_CODE = "EPRIVATE";

/**
 * One POST. The name is resolved once and the socket is connected to the addresses that were checked, so that a name
 * cannot change in between. Redirects are not followed.
 */
export function createPostWebhook({
  now,
  isAllowed = isPublicAddress,
  lookup = resolveName,
  keepAlive = false,
  maxBytes = 64 * 1024,
}: WebhookOptions): PostWebhook {
  const guardedLookup: LookupFunction = (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address)))
        return callback(Object.assign(new Error("not a public address"), { code: REFUSED_CODE }), []);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]?.address ?? "", addresses[0]?.family); // not empty: checked above
    });

  const plainAgent = keepAlive && new PlainAgent({ keepAlive });
  const tlsAgent = keepAlive && new TlsAgent({ keepAlive });

  return function postWebhook({ url, headers, body, deadline }) {
    return new Promise((resolve) => {
      const hostname = url.hostname.replace(/^\[|\]$/g, ""); // a URL keeps an IPv6 address in brackets
      // A literal address is never looked up.
      if (isIP(hostname) !== 0 && !isAllowed(hostname))
        return resolve({ kind: "refused", code: "private-address" });
      const left = deadline - now();
      if (left <= 0) return resolve({ kind: "unreachable", code: "ETIMEDOUT" });

      const plain = url.protocol === "http:";
      const request = (plain ? plainRequest : tlsRequest)(url, {
        method: "POST",
        agent: plain ? plainAgent : tlsAgent,
        lookup: guardedLookup,
        headers: { ...headers, "Content-Length": String(Buffer.byteLength(body)) },
      });
      // Once there is a status, an endless or broken body does not change the result.
      let known: WebhookAnswer | undefined;
      const settle = (answer: WebhookAnswer) => {
        clearTimeout(timer);
        resolve(known ?? answer);
        request.destroy();
      };
      const timer = setTimeout(() => settle({ kind: "unreachable", code: "ETIMEDOUT" }), left);
      const fail = ({ code = "ECONNRESET" }: NodeJS.ErrnoException) => {
        // The server closes idle sockets while a Lambda is frozen; a retry on a new one is then not a second request.
        if (request.reusedSocket && known === undefined && /^(ECONNRESET|EPIPE)$/.test(code)) {
          clearTimeout(timer);
          return resolve(postWebhook({ url, headers, body, deadline }));
        }
        return settle(
          code === REFUSED_CODE
            ? { kind: "refused", code: "private-address" }
            : { kind: "unreachable", code },
        );
      };
      request.on("error", fail);
      request.on("response", (response) => {
        const status = response.statusCode ?? 0;
        const cut: WebhookAnswer = { kind: "answered", status };
        known = cut;
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes > maxBytes) settle(cut);
        });
        response.on("error", fail);
        response.on("end", () => {
          clearTimeout(timer); // the socket is kept
          resolve({ kind: "answered", status, body: Buffer.concat(chunks) });
        });
      });
      request.end(body);
    });
  };
}

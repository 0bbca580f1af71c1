import { createHmac } from "node:crypto";
import { type Destination, isWorthRepeating, nameReason, refuseDelivery, TAKEN } from "./destination.ts";

export type WebhookRequest = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly deadline: number;
};

/** `refused`: the name resolved to an address that no webhook may have. */
export type WebhookAnswer =
  /** `body`: undefined if it did not arrive whole, or is over the bound. */
  | { readonly kind: "answered"; readonly status: number; readonly body?: Buffer | undefined }
  | { readonly kind: "refused"; readonly code: "private-address" }
  | { readonly kind: "unreachable"; readonly code: string };

/** In Standard Webhooks' format (`whsec_` and base64); empty if they cannot be read by `deadline`. */
export type ReadSecrets = (deadline: number) => Promise<readonly string[]>;

export type PostWebhook = (request: WebhookRequest) => Promise<WebhookAnswer>;

/** Standard Webhooks 1.0. All secrets sign, so that a receiver can change to a new one. `now` in milliseconds. */
export function createHttpsDestination(
  name: string,
  url: string,
  readSecrets: ReadSecrets,
  { post, now }: { readonly post: PostWebhook; readonly now: () => number },
): Destination {
  return {
    name,
    send: async (event, text, deadline) => {
      const keys = (await readSecrets(deadline)).map(decodeSecret);
      if (keys.length === 0) return refuseDelivery("secret-missing", true);
      const timestamp = Math.floor(now() / 1000);
      const headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": event.id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": keys.map((key) => signWebhook(key, event.id, timestamp, text)).join(" "),
      };
      const answer = await post({ url: new URL(url), headers, body: text, deadline });
      if (answer.kind === "refused") return refuseDelivery(answer.code, false);
      if (answer.kind === "unreachable") return refuseDelivery(nameReason(answer.code), true);
      const taken = answer.status >= 200 && answer.status < 300;
      return taken ? TAKEN : refuseDelivery(`http-${answer.status}`, isWorthRepeating(answer.status));
    },
  };
}

export function decodeSecret(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ""), "base64");
}

export function signWebhook(key: Buffer, id: string, timestamp: number, body: string): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

import type { Upstream } from "../gate/upstream.ts";
import { nameReason } from "./destinations/destination.ts";
import type { PostWebhook } from "./destinations/https.ts";

/** `postTo`: a client that allows private hosts, or one that does not. The URL's own query comes first. */
export function createUpstream(postTo: (allowPrivateAddress: boolean) => PostWebhook): Upstream {
  return async ({ settings, query, body, deadline }) => {
    const url = new URL(settings.url);
    url.search = [url.search.slice(1), query].filter(Boolean).join("&");
    const headers = { "Content-Type": "application/json; charset=utf-8" };
    const post = postTo(settings.allowPrivateAddress);
    const answer = await post({ url, headers, body, deadline });
    if (answer.kind !== "answered") return { kind: "failed", reason: nameReason(answer.code) };
    return { kind: "answered", status: answer.status, text: answer.body?.toString("utf8") };
  };
}

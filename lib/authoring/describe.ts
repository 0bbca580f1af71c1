// scripts/generate imports this file: it must not import generated ones.
import type { FacetKind } from "../commands/facets.ts";
import type { Reply, ReplyContext } from "../replies/reply.ts";

/** The page that a command's `page` stands for. Product 269 is the domestic edition's chat. */
export function formatPageLink(page: string): string {
  const site = page.startsWith("269/") ? "cloud.tencent.com" : "www.tencentcloud.com";
  return `https://${site}/document/product/${page}`;
}

/** The types of facets, in words. */
export const typeNames: Readonly<Record<FacetKind, string>> = {
  account: "string",
  accounts: "list of strings",
  string: "string",
  text: "string",
  texts: "list of strings",
  word: "string",
  words: "list of strings",
  int: "int",
  timestamp: "timestamp",
  address: "string",
};

export type SampleAnswer = { readonly decision: string; readonly envelope: object };

/** The answers that the reply makes; partial ones for two accounts. */
export function listSampleAnswers(reply: Reply): readonly SampleAnswer[] {
  if (reply.phase === "after") return [{ decision: "always", envelope: reply.acknowledge() }];
  const context: ReplyContext = { targets: ["first", "second"], payload: {} };
  const refusal = { rule: "", code: reply.defaultCode, message: "…" };
  const encodeAnswer = (decision: string, to: Parameters<typeof reply.encode>[0]) => ({
    decision,
    envelope: reply.encode(to, context),
  });
  return [
    encodeAnswer("allow", { verdict: "allow" }),
    encodeAnswer("deny", { verdict: "deny", refusal, targets: [refusal, refusal] }),
    ...(reply.partialDenial === null
      ? []
      : [encodeAnswer("deny one", { verdict: "partial", targets: [undefined, refusal] })]),
    ...(reply.actions.includes("drop") ? [encodeAnswer("drop", { verdict: "drop", rule: "" })] : []),
  ];
}

import type { LimitAnswer, LimitAnswers, LimitRequest } from "../decision.ts";
import type { Limits } from "../gate/limits.ts";
import { applyChange, type CountedItem, EMPTY_ITEM, findExpiry, type ItemView, viewItem } from "./buckets.ts";
import { answerView, hasOver, keepOver, mergeAnswers, nameCounter } from "./limits.ts";

type MemoryOptions = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Default 10,000. While all of them count, a new one is answered `unknown`. */
  readonly maxKeys?: number;
};

type Kept = { readonly item: CountedItem; readonly expiry: number };

/** The same without a promise, for replay. */
export type MemoryLimits = Limits & {
  readonly takeNow: (requests: readonly LimitRequest[]) => LimitAnswers;
  readonly strikeNow: (requests: readonly LimitRequest[]) => LimitAnswers;
};

/** Limits of one process, for policies in a directory, tests and replay. */
export function createMemoryLimits({ now, maxKeys = 10_000 }: MemoryOptions): MemoryLimits {
  const items = new Map<string, Kept>();
  /** No item expires before it. */
  let firstExpiry = 0;

  return {
    takeNow,
    strikeNow,
    take: async (requests) => takeNow(requests),
    strike: async (requests) => strikeNow(requests),
  };

  function takeNow(requests: readonly LimitRequest[]): LimitAnswers {
    const at = now();
    const enforced = takeTogether(
      requests.filter(({ shadow }) => !shadow),
      at,
    );
    if (hasOver(enforced)) return enforced;
    const shadows = requests.filter(({ shadow }) => shadow);
    return mergeAnswers(enforced, ...shadows.map((request) => takeTogether([request], at)));
  }

  function strikeNow(requests: readonly LimitRequest[]): LimitAnswers {
    const at = now();
    return new Map(requests.map((request) => [request.rule, countOne(request, at)]));
  }

  function takeTogether(requests: readonly LimitRequest[], at: number): LimitAnswers {
    const views = new Map(requests.map((request) => [request.rule, answerView(viewKept(request, at))]));
    if (hasOver(views)) return keepOver(views);
    const counted = requests.filter(({ count }) => count === "requests");
    return mergeAnswers(views, new Map(counted.map((request) => [request.rule, countOne(request, at)])));
  }

  function countOne(request: LimitRequest, at: number): LimitAnswer {
    const key = nameCounter(request);
    const view = viewKept(request, at);
    if (view.kind === "within") {
      if (!items.has(key) && !hasRoom(at)) return { kind: "unknown", reason: "full" };
      const expiry = findExpiry(request, at);
      items.set(key, { item: applyChange(items.get(key)?.item ?? EMPTY_ITEM, view.change), expiry });
      firstExpiry = Math.min(firstExpiry, expiry);
    }
    return answerView(view);
  }

  function viewKept(request: LimitRequest, at: number): ItemView {
    return viewItem(items.get(nameCounter(request))?.item ?? EMPTY_ITEM, request, at);
  }

  /** Looks through all items only when one of them may have expired. */
  function hasRoom(at: number): boolean {
    if (items.size < maxKeys) return true;
    if (at < firstExpiry) return false;
    firstExpiry = Number.POSITIVE_INFINITY;
    for (const [key, { expiry }] of items) {
      if (expiry <= at) items.delete(key);
      else firstExpiry = Math.min(firstExpiry, expiry);
    }
    return items.size < maxKeys;
  }
}

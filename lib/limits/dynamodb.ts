import type { LimitAnswer, LimitAnswers, LimitRequest, LimitUnknown } from "../decision.ts";
import type { Limits } from "../gate/limits.ts";
import { type CountedItem, EMPTY_ITEM, viewItem } from "./buckets.ts";
import { answerView, hasOver, keepOver, mergeAnswers } from "./limits.ts";
import { createRefusalMemory } from "./refusal-memory.ts";
import { createCounterTable, type TableOptions } from "./table.ts";
import { tryUntil } from "./table-answer.ts";
import { formatUpdate } from "./table-item.ts";

type TableLimits = Limits & {
  /** Opens the connection, so that no request waits for it. Undefined: the table can be read. */
  readonly connect: (deadline: number) => Promise<LimitUnknown | undefined>;
};

/** For one `take` or `strike`, however late the caller's own deadline is. */
const BUDGET_MS = 250;
const MAX_REMEMBERED = 10_000;

type TableLimitsOptions = TableOptions & {
  /** Refusals that are kept; default 10,000. */
  readonly maxRemembered?: number;
  /** Default 250. */
  readonly budgetMs?: number;
};

/** Limits that all instances share, in one DynamoDB table. */
export function createTableLimits(options: TableLimitsOptions): TableLimits {
  const { now, maxRemembered = MAX_REMEMBERED, budgetMs = BUDGET_MS } = options;
  const counters = createCounterTable(options);
  const refusals = createRefusalMemory(maxRemembered);

  return {
    take: async (requests, deadline) => {
      const end = Math.min(deadline, now() + budgetMs);
      const enforced = await takeTogether(
        requests.filter(({ shadow }) => !shadow),
        end,
      );
      if (hasOver(enforced)) return enforced;
      const shadows = requests.filter(({ shadow }) => shadow);
      const alone = await Promise.all(shadows.map((request) => takeTogether([request], end)));
      return mergeAnswers(enforced, ...alone);
    },
    strike: async (requests, deadline) => {
      const end = Math.min(deadline, now() + budgetMs);
      return mergeAnswers(
        ...(await Promise.all(
          requests.map(async (request) => recallRefusals([request]) ?? countTogether([request], end)),
        )),
      );
    },
    connect: async (deadline) => {
      const read = await counters.read(NO_REQUEST, deadline);
      return read.kind === "unknown" ? read : undefined;
    },
  };

  /** Refusals are read before anything is written: a request that a hold refuses counts nowhere. */
  async function takeTogether(requests: readonly LimitRequest[], end: number): Promise<LimitAnswers> {
    const recalled = recallRefusals(requests);
    if (recalled !== undefined) return recalled;
    const reads = requests.filter(({ count }) => count === "refusals");
    const read = mergeAnswers(...(await Promise.all(reads.map((request) => readCounter(request, end)))));
    if (hasOver(read)) return keepOver(read);
    const writes = requests.filter(({ count }) => count === "requests");
    return keepOver(mergeAnswers(read, await countTogether(writes, end)));
  }

  async function readCounter(request: LimitRequest, end: number): Promise<LimitAnswers> {
    const read = await counters.read(request, end);
    if (read.kind === "unknown") return new Map([[request.rule, read]]);
    const at = now();
    const answer = answerView(viewItem(read.result, request, at));
    refusals.remember(request, answer, at);
    return new Map([[request.rule, answer]]);
  }

  /** In all of them or in none. */
  async function countTogether(requests: readonly LimitRequest[], end: number): Promise<LimitAnswers> {
    if (requests.length === 0) return new Map();
    let items: readonly CountedItem[] = requests.map(() => EMPTY_ITEM);

    const tried = await tryUntil<LimitAnswers>(end, options, async () => {
      const at = now();
      const over = new Map<string, LimitAnswer>();
      const updates = requests.flatMap((request, index) => {
        const item = items[index] ?? EMPTY_ITEM;
        const view = viewItem(item, request, at);
        if (view.kind === "within")
          return [{ request, update: formatUpdate(request, item, view.change, at) }];
        over.set(request.rule, view);
        refusals.remember(request, view, at);
        return [];
      });
      if (over.size > 0) return { kind: "result", result: over };

      const written = await counters.write(updates, end);
      if (written.kind === "stale") items = items.map((item, index) => written.items[index] ?? item);
      if (written.kind !== "written") return written;
      const createWithinAnswer = (request: LimitRequest): LimitAnswer => ({
        kind: "within",
        used: written.before && viewItem(written.before, request, at).used,
        retryAfterMs: 0,
      });
      return {
        kind: "result",
        result: new Map(requests.map((request) => [request.rule, createWithinAnswer(request)])),
      };
    });
    return tried.kind === "result" ? tried.result : new Map(requests.map(({ rule }) => [rule, tried]));
  }

  function recallRefusals(requests: readonly LimitRequest[]): LimitAnswers | undefined {
    const at = now();
    const recalled = new Map<string, LimitAnswer>();
    for (const request of requests) {
      const refusal = refusals.recall(request, at);
      if (refusal !== undefined) recalled.set(request.rule, refusal);
    }
    return recalled.size > 0 ? recalled : undefined;
  }
}

/** An item that is never written. */
const NO_REQUEST: LimitRequest = {
  sdkAppId: 0,
  rule: "",
  by: "",
  value: "",
  max: 1,
  perMs: 1,
  shadow: false,
  count: "refusals",
};

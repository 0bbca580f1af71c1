import type { JsonObject } from "../aws/client.ts";
import type { LimitRequest } from "../decision.ts";
import type { CountedItem } from "./buckets.ts";
import { type CallTable, type CannotTell, readReasons, readTableAnswer, tryUntil } from "./table-answer.ts";
import { type CounterUpdate, createItemKey, type HashText, parseItem } from "./table-item.ts";

export type TableOptions = {
  readonly call: CallTable;
  /** The table's name. */
  readonly table: string;
  readonly hash: HashText;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to but not including 1. */
  readonly chance: () => number;
};

type Written =
  /** `before` is known for a single item only. */
  | { readonly kind: "written"; readonly before?: CountedItem }
  /** The current items of the updates that failed, in the order of the updates; `undefined`: the item was as assumed. */
  | { readonly kind: "stale"; readonly items: readonly (CountedItem | undefined)[] }
  | CannotTell;

/** Reads and writes the items that hold counters. An `end` is in milliseconds since the epoch. */
export function createCounterTable(options: TableOptions) {
  const { call, table, hash } = options;

  async function exchange(action: string, input: object, end: number) {
    const rest = { deadline: end, attempts: 1, jsonVersion: "1.0" } as const;
    return readTableAnswer(await call(`DynamoDB_20120810.${action}`, input, rest));
  }

  function locateItem(request: LimitRequest) {
    return { TableName: table, Key: createItemKey(request, hash) };
  }

  async function exchangeUntilDone<Result>(
    action: string,
    input: object,
    end: number,
    read: (body: JsonObject) => Result,
  ) {
    return tryUntil<Result>(end, options, async () => {
      const answer = await exchange(action, input, end);
      if (answer.kind === "condition-failed") return { kind: "stale" };
      return answer.kind === "done" ? { kind: "result", result: read(answer.body) } : answer;
    });
  }

  return {
    read: (request: LimitRequest, end: number) => {
      const input = { ...locateItem(request), ConsistentRead: true };
      return exchangeUntilDone("GetItem", input, end, ({ Item }) => parseItem(Item));
    },

    remove: (request: LimitRequest, end: number) =>
      exchangeUntilDone("DeleteItem", locateItem(request), end, () => undefined),

    /** One attempt to write all updates or none. */
    write: async (
      updates: readonly { readonly request: LimitRequest; readonly update: CounterUpdate }[],
      end: number,
    ): Promise<Written> => {
      const writes = updates.map(({ request, update }) => ({ ...locateItem(request), ...update }));
      const isSingle = writes.length === 1;
      const answer = isSingle
        ? await exchange("UpdateItem", { ...writes[0], ReturnValues: "ALL_OLD" }, end)
        : await exchange("TransactWriteItems", { TransactItems: writes.map((Update) => ({ Update })) }, end);
      if (answer.kind === "done")
        return { kind: "written", ...(isSingle && { before: parseItem(answer.body.Attributes) }) };
      if (answer.kind !== "condition-failed") return answer;
      if (isSingle) return { kind: "stale", items: [parseItem(answer.body.Item)] };
      const items = readReasons(answer.body).map(({ Code, Item }) =>
        Code === "ConditionalCheckFailed" ? parseItem(Item) : undefined,
      );
      return { kind: "stale", items };
    },
  };
}

import type { LimitRequest } from "../decision.ts";
import { type Change, type CountedItem, EMPTY_ITEM, findExpiry } from "./buckets.ts";
import { nameCounter } from "./limits.ts";

/** SHA-256 of the text in UTF-8, as base64url. */
export type HashText = (text: string) => string;

/*
 * An item of the table:
 *   k        key: what is counted, hashed, so that no account is stored
 *   n        sum of all buckets
 *   b<index> bucket; the index in base 36, which keeps a full item under 1 KB: one write unit
 *   c        bucket of the last write that removed expired buckets
 *   until    end of a hold, in milliseconds
 *   ttl      seconds; for DynamoDB's cleaning alone
 */
export function createItemKey(request: LimitRequest, hash: HashText): { readonly k: { readonly S: string } } {
  return { k: { S: hash(nameCounter(request)).slice(0, 22) } };
}

/** Ignores attributes that are not counters. */
export function parseItem(attributes: unknown): CountedItem {
  if (typeof attributes !== "object" || attributes === null) return EMPTY_ITEM;
  const buckets = new Map<number, number>();
  let n = 0;
  let until: number | undefined;
  for (const [name, value] of Object.entries(attributes)) {
    const number = Number(value?.N);
    if (!Number.isSafeInteger(number)) continue;
    if (name === "n") n = number;
    else if (name === "until") until = number;
    else if (name.startsWith("b")) buckets.set(Number.parseInt(name.slice(1), 36), number);
  }
  return { n, buckets, until };
}

/** The most expired buckets that may await removal; a limit with at most this many places needs no check of `c`. */
const FEW_BUCKETS = 64;
/** In buckets: above `FEW_BUCKETS`, expired ones are removed at most once in this time, a quarter of a window. */
const BUCKETS_BETWEEN_REMOVALS = 15;

export type CounterUpdate = {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, { readonly N: string }>>;
  readonly ReturnValuesOnConditionCheckFailure: "ALL_OLD";
};

/**
 * The change as a conditional write, right for an item as it was read: it holds while what has expired is still the
 * same and a place is free. `EMPTY_ITEM` stands for an item not read yet; then it also holds for one without expired
 * buckets to remove, as long as there cannot be too many of them.
 */
export function formatUpdate(
  request: LimitRequest,
  item: CountedItem,
  change: Change,
  now: number,
): CounterUpdate {
  const { max, holdMs } = request;
  const { bucket, expired, expiredCount, until } = change;
  const isUnread = item.n === 0;
  const names: Record<string, string> = { "#n": "n", "#b": nameBucket(bucket), "#ttl": "ttl" };
  const values: Record<string, { N: string }> = {
    ":one": encodeNumber(1),
    ":n": encodeNumber(1 - expiredCount),
    ":ttl": encodeNumber(Math.ceil(findExpiry(request, now) / 1000)),
  };
  const sets = ["#ttl = :ttl"];
  const removes: string[] = [];
  const conditions: string[] = [];

  // While a hold may follow, the last place is taken only by a write that starts it.
  const places = holdMs === undefined ? max : max - 1;
  values[":places"] = encodeNumber(places + expiredCount);
  let room = until === undefined ? "#n < :places" : "#n = :places";
  if (max > FEW_BUCKETS) {
    names["#c"] = "c";
    values[":bucket"] = encodeNumber(bucket);
    sets.push(isUnread ? "#c = if_not_exists(#c, :bucket)" : "#c = :bucket");
    if (isUnread) {
      values[":few"] = encodeNumber(FEW_BUCKETS);
      values[":recent"] = encodeNumber(bucket - BUCKETS_BETWEEN_REMOVALS);
      room += " AND (#n < :few OR #c > :recent)";
    }
  }
  conditions.push(isUnread ? `(attribute_not_exists(#n) OR (${room}))` : room);

  if (holdMs !== undefined) {
    names["#until"] = "until";
    values[":now"] = encodeNumber(now);
    conditions.push("(attribute_not_exists(#until) OR #until <= :now)");
  }
  if (until !== undefined) {
    values[":until"] = encodeNumber(until);
    sets.push("#until = :until");
  }
  for (const [index, [old, count]] of [...expired].entries()) {
    names[`#o${index}`] = nameBucket(old);
    values[`:o${index}`] = encodeNumber(count);
    removes.push(`#o${index}`);
    conditions.push(`#o${index} = :o${index}`);
  }
  const remove = removes.length === 0 ? "" : ` REMOVE ${removes.join(", ")}`;
  return {
    UpdateExpression: `ADD #b :one, #n :n SET ${sets.join(", ")}${remove}`,
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

function nameBucket(bucket: number): string {
  return `b${bucket.toString(36)}`;
}

function encodeNumber(value: number): { N: string } {
  return { N: String(value) };
}

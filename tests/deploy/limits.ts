/**
 * Limits in a real table of MiniStack, from many stores at once, also behind a proxy that fails. `listLimitSteps` is part of
 * `npm run test:deploy`; run as a program it is that part alone.
 */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import type { LimitAnswers, LimitRequest } from "../../lib/decision.ts";
import type { Limits } from "../../lib/gate/limits.ts";
import { createLimitAdmin } from "../../lib/limits/admin.ts";
import { createTableLimits } from "../../lib/limits/dynamodb.ts";
import { callTableAt, hashKey } from "../limits/table-client.ts";
import { randomFault, startProxy } from "./faulty-proxy.ts";
import { startMinistack } from "./ministack.ts";

type Step = { readonly title: string; readonly work: () => Promise<string> };
const TABLE = "chatgate-limits-load";
const STORES = 50;
const HAMMERING_MS = 5_000;

const limit = (rule: string, max: number, perMs = 3_600_000): LimitRequest => ({
  sdkAppId: 1400000000,
  rule,
  by: "operator",
  value: "u_mira",
  max,
  perMs,
  shadow: false,
  count: "requests",
});

const createStrikes = (rule: string, max: number): LimitRequest => ({
  ...limit(rule, max, 600_000),
  holdMs: 3_600_000,
  count: "refusals",
});

/** One at a time at MiniStack at `endpoint`; each gives the figures it found. */
export function listLimitSteps(endpoint: string): readonly Step[] {
  const call = callTableAt(endpoint, Date.now);
  const options = (url = endpoint) => ({
    call: callTableAt(url, Date.now),
    table: TABLE,
    hash: hashKey,
    now: Date.now,
    chance: Math.random,
    // MiniStack takes seconds for a thousand exchanges at once; what is measured here is what it counts.
    budgetMs: 30_000,
    maxRemembered: 0,
  });
  const makeStores = (url?: string) => Array.from({ length: STORES }, () => createTableLimits(options(url)));
  const peek = async (request: LimitRequest) => {
    const seen = await createLimitAdmin(options()).peek(request, Date.now() + 5_000);
    assert.equal(seen.kind, "read");
    return seen;
  };

  return [
    {
      title: "limits: a table",
      work: async () => {
        const made = await createTable(call);
        assert.equal(made.kind, "ok", JSON.stringify(made));
        return TABLE;
      },
    },
    ...[5, 100].map((max) => ({
      title: `limits: 1,000 requests at once on one key, max ${max}`,
      work: async () => {
        const request = limit(`storm-${max}`, max);
        const kinds = countKinds(await storm(makeStores(), [request]), request);
        assert.deepEqual(kinds, { within: max, over: 1000 - max, unknown: 0 });
        assert.equal((await peek(request)).used, max);
        return say(kinds);
      },
    })),
    {
      title: "limits: 1,000 requests at once with two limits, max 5 and 10",
      work: async () => {
        const [smaller, larger] = [limit("two-smaller", 5), limit("two-larger", 10)];
        const kinds = countKinds(await storm(makeStores(), [larger, smaller]), smaller);
        assert.deepEqual(kinds, { within: 5, over: 995, unknown: 0 });
        assert.deepEqual([(await peek(smaller)).used, (await peek(larger)).used], [5, 5]);
        return say(kinds);
      },
    },
    {
      title: "limits: 200 strikes at once, 3 hold for an hour",
      work: async () => {
        const request = createStrikes("strikes", 3);
        const stores = makeStores();
        const answers = await Promise.all(
          Array.from({ length: 200 }, (_, index) => at(stores, index).strike([request], Date.now() + 30_000)),
        );
        const kinds = countKinds(answers, request);
        assert.deepEqual(kinds, { within: 3, over: 197, unknown: 0 });
        const { until = 0 } = await peek(request);
        assert.ok(until > Date.now() + 3_500_000, `held until ${until}`);
        return say(kinds);
      },
    },
    {
      title: "limits: 5 per 600 ms, buckets expiring while 20 stores hammer",
      work: () => hammer(endpoint, [limit("expiring", 5, 600)]),
    },
    {
      title: "limits: the same in one transaction with a limit of 8",
      work: () => hammer(endpoint, [limit("expiring-first", 5, 600), limit("expiring-shared", 8, 1_200)]),
    },
    {
      title: "limits: 1,000 at once behind a proxy that throttles, conflicts and loses answers, max 100",
      work: async () => {
        const proxy = await startProxy(endpoint, randomFault(7));
        const request = limit("proxied", 100);
        const kinds = countKinds(await storm(makeStores(proxy.url), [request]), request);
        proxy.close();
        assert.ok(kinds.within <= 100, say(kinds));
        assert.ok((await peek(request)).used <= 100);
        return say(kinds);
      },
    },
    {
      title: "limits: two limits, expiring, behind the same proxy",
      work: async () => {
        const proxy = await startProxy(endpoint, randomFault(11));
        const said = await hammer(proxy.url, [
          limit("proxied-first", 5, 600),
          limit("proxied-shared", 8, 1_200),
        ]);
        proxy.close();
        return said;
      },
    },
    ...(["hang", "500", "throttled", "reset", "table gone"] as const).map((fault) => ({
      title: `limits: ${fault}: unknown, and no exchange may take longer than 250 ms`,
      work: async () => {
        const proxy = await startProxy(endpoint, () => (fault === "table gone" ? undefined : fault));
        const table = fault === "table gone" ? "chatgate-no-such-table" : TABLE;
        const { call, ...rest } = options(proxy.url);
        const started = Date.now();
        const deadlines: number[] = [];
        const limits = createTableLimits({
          ...{ ...rest, table, budgetMs: 250, now: () => started },
          call: (target, input, times) => {
            deadlines.push(times.deadline - started);
            return call(target, input, times);
          },
        });
        const answer = (await limits.take([limit("faults", 5)], started + 1_500)).get("faults");
        proxy.close();
        assert.equal(answer?.kind, "unknown");
        assert.deepEqual([...new Set(deadlines)], [250]);
        return answer.reason;
      },
    })),
  ];
}

function createTable(call: ReturnType<typeof callTableAt>) {
  const input = {
    TableName: TABLE,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "k", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "k", KeyType: "HASH" }],
  };
  const rest = { deadline: Date.now() + 5_000, attempts: 1, jsonVersion: "1.0" } as const;
  return call("DynamoDB_20120810.CreateTable", input, rest);
}

function storm(
  stores: readonly Limits[],
  requests: readonly LimitRequest[],
): Promise<readonly LimitAnswers[]> {
  return Promise.all(
    Array.from({ length: 1_000 }, (_, index) => at(stores, index).take(requests, Date.now() + 30_000)),
  );
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index % values.length];
  if (value === undefined) throw new Error("no values");
  return value;
}

function countKinds(answers: readonly LimitAnswers[], { rule }: LimitRequest) {
  const counts = { within: 0, over: 0, unknown: 0 };
  // If another limit of the request is over, this one has no answer.
  for (const answer of answers) counts[answer.get(rule)?.kind ?? "over"]++;
  return counts;
}

function say(counts: object): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}

/** Twenty stores, one request at a time each. By the stamps of the writes, no window may hold more than its limit. */
async function hammer(url: string, requests: readonly LimitRequest[]): Promise<string> {
  const stamps: number[] = [];
  const counts = { within: 0, over: 0, unknown: 0 };
  let longestMs = 0;
  const end = Date.now() + HAMMERING_MS;
  const call = callTableAt(url, Date.now);
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      let clock = 0;
      let stamp = 0;
      const limits = createTableLimits({
        table: TABLE,
        hash: hashKey,
        chance: Math.random,
        maxRemembered: 0,
        now: () => (clock = Date.now()),
        call: async (...exchange) => {
          stamp = clock;
          const answer = await call(...exchange);
          longestMs = Math.max(longestMs, Date.now() - stamp);
          return answer;
        },
      });
      while (Date.now() < end) {
        const answers = [...(await limits.take(requests, Date.now() + 250)).values()];
        const kind = (["over", "unknown"] as const).find((kind) =>
          answers.some((answer) => answer.kind === kind),
        );
        counts[kind ?? "within"]++;
        if (kind === undefined) stamps.push(stamp);
      }
    }),
  );
  stamps.sort((a, b) => a - b);
  for (const { rule, max, perMs } of requests) {
    const spans = stamps.slice(max).map((later, index) => later - (stamps[index] ?? 0));
    const shortest = Math.min(...spans);
    // A write may be stamped before and carried out after another one: by as much as an exchange takes.
    assert.ok(shortest >= perMs - longestMs, `${rule}: ${max + 1} within ${shortest} ms of ${perMs}`);
  }
  const ideal = Math.min(...requests.map(({ max, perMs }) => max * Math.ceil(HAMMERING_MS / perMs)));
  // How much of the rest is counted in time depends on the machine.
  assert.ok(counts.within >= Math.min(...requests.map(({ max }) => max)), `${say(counts)}, of ${ideal}`);
  return `${say(counts)}, at most ${ideal}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { endpoint } = await startMinistack();
  for (const { title, work } of listLimitSteps(endpoint)) {
    const found = await work().catch((error: Error) => {
      process.exitCode = 1;
      return `FAILED: ${error.message}`;
    });
    console.log(`${title}: ${found}`);
  }
  process.exit();
}

import type { LimitFailure } from "../../lib/decision.ts";
import type { Limits } from "../../lib/gate/limits.ts";
import { createTableLimits } from "../../lib/limits/dynamodb.ts";
import { createMemoryLimits } from "../../lib/limits/memory.ts";
import { callTableAt, hashKey, PATIENCE_MS } from "../limits/table-client.ts";
import { type ModelFault, startTableModel } from "../limits/table-model.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, NOW } from "../support/gate.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const burst = {
  id: "burst",
  on: CREATE,
  limit: { max: 5, per: "1h", by: "operator" },
  deny: { code: 10103, message: "Too many." },
};
const others = { id: "others", on: CREATE, when: 'name == "barred"', deny: { code: 10104 } };

/** Limits in a table that fails so; and the same rules over a request that another one refuses. */
const failing = (reason: LimitFailure, fault: ModelFault | "nothing listens") => async () => {
  const model = await startTableModel();
  if (fault !== "nothing listens") model.fault = () => fault;
  const isHanging = typeof fault === "object" && fault.kind === "hang";
  try {
    const url = fault === "nothing listens" ? "http://127.0.0.1:9" : model.url;
    await decideWithout(openTable(url, isHanging ? 0 : PATIENCE_MS), reason);
  } finally {
    await model.close(); // also where an expectation fails, or jest does not end
  }
};

async function decideWithout({ limits, deadlines }: Table, reason: LimitFailure): Promise<void> {
  for (const onFault of ["allow", "deny"] as const) {
    const policies = { p: { rules: [burst, others] } };
    const { gate, outcomes } = createTestGate({ policies, settings: { onFault }, limits });
    const ask = async (change: object = {}) => {
      const { envelope } = await gate(
        createCallbackEvent({ body: { ...readSample(CREATE), ...change } }),
        "r",
      );
      return envelope.ErrorCode;
    };
    expect(await ask()).toBe(onFault === "deny" ? 1 : 0);
    expect(outcomes[0]?.ending).toMatchObject({
      effects: [
        { rule: "p/burst", effect: "error", error: `limit not counted: ${reason}`, limit: { max: 5 } },
        { effect: "pass" },
      ],
    });
    expect(await ask({ Name: "barred" })).toBe(10104);
  }
  expect(new Set(deadlines)).toEqual(new Set([NOW + 250]));
}

type Table = { readonly limits: Limits; readonly deadlines: readonly number[] };

/** On the gate's clock, which stands still, but for the client, which may be given more time. */
function openTable(url: string, patienceMs: number): Table {
  const deadlines: number[] = [];
  const exchange = callTableAt(url, () => NOW - patienceMs);
  const limits = createTableLimits({
    call: (target, input, times) => {
      deadlines.push(times.deadline);
      return exchange(target, input, times);
    },
    table: "chatgate-test-limits",
    hash: hashKey,
    now: () => NOW,
    chance: () => 0,
  });
  return { limits, deadlines };
}

const error = (status: number, type: string): ModelFault => ({
  kind: "error",
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}` },
});

/** In `dir:` a process counts 10,000 keys. */
async function fillMemory(): Promise<void> {
  const limits = createMemoryLimits({ now: () => NOW, maxKeys: 1 });
  const { gate } = createTestGate({
    policies: { p: { rules: [burst] } },
    limits,
    settings: { onFault: "deny" },
  });
  const ask = async (account: string) =>
    (await gate(createCallbackEvent({ body: { ...readSample(CREATE), Operator_Account: account } }), "r"))
      .envelope.ErrorCode;
  expect([await ask("a"), await ask("b"), await ask("a")]).toEqual([0, 1, 0]);
}

/** Named as in docs/failures.md. */
export const limitRows: Readonly<Record<string, () => Promise<void>>> = {
  "DynamoDB hangs": failing("timeout", { kind: "hang" }),
  "DynamoDB answers 500": failing("unavailable", error(500, "InternalServerError")),
  "DynamoDB throttles": failing("throttled", error(400, "ThrottlingException")),
  "DynamoDB resets the connection": failing("unreachable", { kind: "reset" }),
  "DynamoDB refuses connections": failing("unreachable", "nothing listens"),
  "The limits table is missing": failing("table-missing", error(400, "ResourceNotFoundException")),
  "The role may not use the limits table": failing("denied", error(400, "AccessDeniedException")),
  "Another server answers for DynamoDB": failing("garbled", { kind: "error", status: 200, body: "<html>" }),
  "The memory of limits is full": fillMemory,
};

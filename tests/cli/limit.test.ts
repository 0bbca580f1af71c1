import type { LimitRequest } from "../../lib/decision.ts";
import { createTableLimits } from "../../lib/limits/dynamodb.ts";
import { callTableAt, hashKey, PATIENCE_MS } from "../limits/table-client.ts";
import { startTableModel, type TableModel } from "../limits/table-model.ts";
import { testRows } from "../support/table.ts";
import { type StageWorld, startStageWorld } from "./stage/stage-world.ts";

const NOW = Date.parse("2026-06-15T10:00:00Z");
const CREATE = "Group.CallbackBeforeCreateGroup";
const POLICY = `rules:
  - id: burst
    on: ${CREATE}
    limit: { max: 2, per: 1h, by: operator }
    deny: { code: 10103, message: "Again in {retryMinutes} minutes." }
  - id: slow
    on: Group.CallbackBeforeSendMsg
    limit: { max: 1, per: 30s, by: [group, sender] }
    deny: { code: 10104, message: "Slowly." }
  - id: strikes
    on: ${CREATE}
    limit: { max: 1, per: 10m, by: operator, count: refusals, hold: 1h }
    deny: { code: 10105, message: "Not now." }
`;

let world: StageWorld;
let model: TableModel;
beforeEach(async () => {
  [world, model] = [await startStageWorld(), await startTableModel()];
  world.write({ "policies/creation.yaml": POLICY });
  await world.push("Limits");
});
afterEach(async () => {
  await world.close();
  await model.close();
});

const chatgate = (line: string) =>
  world.chatgate(line, { env: { AWS_ENDPOINT_URL_DYNAMODB: model.url }, now: () => NOW });

const burst: LimitRequest = {
  sdkAppId: 1_400_000_000,
  rule: "creation/burst",
  by: "operator",
  value: "u_mira",
  max: 2,
  perMs: 3_600_000,
  shadow: false,
  count: "requests",
};
const slow = {
  ...burst,
  rule: "creation/slow",
  by: "group,sender",
  value: '["@g","u_mira"]',
  max: 1,
  perMs: 30_000,
};
const strikes: LimitRequest = {
  ...burst,
  rule: "creation/strikes",
  max: 1,
  perMs: 600_000,
  holdMs: 3_600_000,
  count: "refusals",
};

/** As the gate counts. */
async function count(...requests: readonly LimitRequest[]): Promise<void> {
  const options = { table: "chatgate-dev-limits", hash: hashKey, now: () => NOW, chance: () => 0 };
  const limits = createTableLimits({ ...options, call: callTableAt(model.url, () => NOW - PATIENCE_MS) });
  for (const request of requests)
    await (request.count === "refusals" ? limits.strike : limits.take)([request], NOW + 1000);
}

test("show, until the limit is over, and reset", async () => {
  await count(burst);
  expect(await chatgate("limit show burst u_mira --stage dev")).toEqual({
    code: 0,
    out: "creation/burst, operator u_mira, per 1h: used 1 of 2 → within",
    err: "",
  });
  await count(burst, burst);
  const { out } = await chatgate("limit show creation/burst u_mira --stage dev");
  expect(out).toBe("creation/burst, operator u_mira, per 1h: used 2 of 2 → over, for 61 min");
  const json = await chatgate("limit show creation/burst u_mira --stage dev --json");
  expect(JSON.parse(json.out)).toEqual({
    rule: "creation/burst",
    value: "u_mira",
    max: 2,
    used: 2,
    over: true,
    retryAfterMs: 3_660_000,
  });
  expect((await chatgate("limit reset burst u_mira --stage dev")).out).toMatch(/u_mira, per 1h: reset\./);
  expect((await chatgate("limit show burst u_mira --stage dev")).out).toMatch(/used 0 of 2 → within$/);
});

test("of several apps, the one that is named", async () => {
  world.write({ "policies/stages/dev.yaml": "sdkAppIds: [1400000000, 1400000001]\n" });
  await world.push("Another app");
  await count({ ...burst, sdkAppId: 1_400_000_001 });
  expect((await chatgate("limit show burst u_mira --stage dev")).err).toContain("The settings name 2 apps.");
  const show = async (app: number) =>
    (await chatgate(`limit show burst u_mira --stage dev --app ${app}`)).out;
  expect(await show(1_400_000_000)).toContain("used 0 of 2");
  expect(await show(1_400_000_001)).toContain("used 1 of 2");
});

test("--region names where the stage is, as for other commands", async () => {
  const env = { AWS_ENDPOINT_URL_DYNAMODB: model.url, AWS_REGION: "" };
  const { code, out } = await world.chatgate("limit show burst u_mira --stage dev --region eu-west-1", {
    env,
  });
  expect([code, out]).toEqual([0, expect.stringContaining("used 0 of 2")]);
});

test("several values, and a hold", async () => {
  await count(slow, strikes);
  expect((await chatgate("limit show slow @g u_mira --stage dev")).out).toBe(
    "creation/slow, group @g, sender u_mira, per 30s: used 1 of 1 → over, for 1 min",
  );
  expect((await chatgate("limit show strikes u_mira --stage dev")).out).toBe(
    "creation/strikes, operator u_mira, per 10m: used 1 of 1 → over, for 60 min, held until 2026-06-15T11:00:00.000Z",
  );
});

test("explain --live says what the table has", async () => {
  await count(burst);
  const line = `explain ${CREATE} --as u_mira --stage dev --deployed`;
  expect((await chatgate(`${line} --live`)).out).toContain(
    "creation/burst  pass\n  limit 2 per 1h by operator: used 1 of 2 → within\n",
  );
  expect((await chatgate(line)).out).toContain("limit 2 per 1h by operator: used 0 of 2 → within");
  await count(burst);
  const { out } = await chatgate(`${line} --live`);
  expect(out).toContain(
    "creation/burst  deny\n  limit 2 per 1h by operator: used 2 of 2 → over, for 61 min\n",
  );
  expect(out).toContain("limit 1 refusal per 10m by operator: used 0 of 1 → within");
  expect(out).toContain("deny by creation/burst, code 10103: Again in 61 minutes.");
  model.fault = () => ({ kind: "error", status: 400, body: { __type: "ResourceNotFoundException" } });
  expect((await chatgate(`${line} --live`)).out).toContain("limit 2 per 1h by operator: unknown\n");
});

testRows(
  [
    { line: "limit show bursts u_mira --stage dev", code: 2, err: "[rule-without-limit]" },
    {
      line: "limit show slow @g --stage dev",
      code: 2,
      err: "creation/slow counts by group and sender. Give 2 values. [usage]",
    },
    {
      line: "limit show burst u_mira u_zoe --stage dev",
      code: 2,
      err: "creation/burst counts by operator. Give 1 value. [usage]",
    },
    {
      line: "limit show burst u_mira --stage dev --app 7",
      code: 2,
      err: "The settings do not name app 7. Give one of 1400000000. [usage]",
    },
    { line: "limit show burst u_mira --stage dev --app mine", code: 2, err: "Give an SDKAppID" },
    { line: `explain ${CREATE} --live`, code: 2, err: "--live needs --stage" },
    { line: `explain ${CREATE} --used few`, code: 2, err: "Give a whole number." },
  ],
  "$line ends with $code",
  async ({ line, code, err }) => {
    const ran = await chatgate(line);
    expect(ran).toMatchObject({ code, out: "" });
    expect(ran.err).toContain(err);
  },
);

test("a table that is not there", async () => {
  model.fault = () => ({ kind: "error", status: 400, body: { __type: "ResourceNotFoundException" } });
  expect(await chatgate("limit show burst u_mira --stage dev")).toEqual({
    code: 2,
    out: "",
    err: expect.stringMatching(/chatgate-dev-limits .*\(table-missing\).* \[limits-unavailable\]$/),
  });
});

import { testRows } from "../../support/table.ts";
import { CREATION, readValues, type StageWorld, startStageWorld } from "./stage-world.ts";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy", { type: "SecureString" });
  world.store.put("/chatgate/dev/reader", "2");
  await world.push("First rules");
});
afterEach(() => world.close());

const NOW = Date.parse("2027-01-24T10:00:00Z");
const at = (time: string) => ({ now: () => Date.parse(time) });
const run = (line: string, extra = at("2027-01-24T10:00:00Z")) =>
  world.chatgate(`${line} --stage dev --yes --reason "Spam wave"`, extra);
const inForce = async (name: string) => readValues(await world.read())[name];

test("list add is one new set, its difference shown, and rollback undoes it", async () => {
  const { code, out, err } = await run("list add reserved u_spam --for 7d");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("lists/reserved  changed, +1 entries\n  + u_spam until=2027-01-31");
  expect(out).toContain("Stage dev is at set 3 now");
  expect(await inForce("lists/reserved")).toBe("# Ours\nadmin\nofficial\nu_spam until=2027-01-31");
  expect((await world.chatgate("policy history --stage dev")).out).toContain("list add reserved: Spam wave");
  await world.chatgate("policy rollback --stage dev --yes");
  expect(await inForce("lists/reserved")).toBe("# Ours\nadmin\nofficial");
});

test("list add of an entry that is there gives it another end; list remove takes it away", async () => {
  await run("list add reserved admin --for 1d");
  expect(await inForce("lists/reserved")).toBe("# Ours\nofficial\nadmin until=2027-01-25");
  await run("list add reserved admin");
  expect(await inForce("lists/reserved")).toBe("# Ours\nofficial\nadmin");
  expect((await run("list remove reserved admin")).out).toContain("  - admin");
  expect(await inForce("lists/reserved")).toBe("# Ours\nofficial");
});

test("policy mode and policy pause change one thing each", async () => {
  expect((await run("policy mode shadow")).out).toContain("  + mode: shadow");
  expect(await inForce("settings")).toBe('{"sdkAppIds":[1400000000],"mode":"shadow"}');
  const { out } = await run("policy pause creation/group-types --for 1h");
  expect(out).toContain("until: 2027-01-24T11:00:00Z");
  const explain = (time: string) =>
    world.chatgate(
      `explain Group.CallbackBeforeCreateGroup --set groupType=Meeting --stage dev --deployed --at ${time}`,
    );
  await run("policy mode enforce");
  expect((await explain("2027-01-24T10:59:59Z")).out).toContain("creation/group-types  would-deny  paused");
  expect((await explain("2027-01-24T11:00:01Z")).out).toContain("Decision  deny by creation/group-types");
});

test("a pause has the reason as the history has it, on one line", async () => {
  const line = 'policy pause creation/group-types --for 1h --stage dev --yes --reason "  Spam \n wave "';
  expect(await world.chatgate(line, at("2027-01-24T10:00:00Z"))).toMatchObject({ code: 0 });
  expect(JSON.parse((await inForce("policies/creation")) ?? "").rules[0].pause).toEqual({
    until: "2027-01-24T11:00:00Z",
    reason: "Spam wave",
  });
});

testRows(
  [
    {
      line: "list add nothing x",
      code: 1,
      err: "lists/nothing. Push it from the folder first. [document-missing]",
    },
    { line: "list add reserved admin", code: 1, err: "[entry-present]" },
    { line: 'list add reserved "# x"', code: 2, err: "An entry is one line" },
    { line: "list remove reserved nobody", code: 1, err: "[entry-missing]" },
    { line: "policy pause creation/none --for 1h", code: 1, err: "[unknown-rule]" },
    { line: "policy pause none/x --for 1h", code: 1, err: "[document-missing]" },
    { line: "policy pause creation --for 1h", code: 2, err: "Write <document>/<rule>. [usage]" },
    { line: "policy pause creation/group-types --for 1y", code: 2, err: "Give a time such as 30m" },
    { line: "policy mode off", code: 2, err: "Allowed choices are shadow, enforce" },
  ],
  "refused, and nothing written: $line",
  async ({ line, code, err }) => {
    world.store.requests.length = 0;
    const ran = await run(line);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(err)]);
    expect(world.store.count("PutParameter")).toBe(0);
  },
);

testRows(
  [{ line: "list add reserved x --for 7d" }, { line: "policy pause creation/group-types --for 1h" }],
  "not at a function that would not see the end: $line",
  async ({ line }) => {
    world.store.remove("/chatgate/dev/reader");
    expect(await run(line)).toMatchObject({
      code: 2,
      err: expect.stringContaining("Deploy this chatgate first"),
    });
  },
);

describe("a later push", () => {
  test("never silently drops what was changed at the stage", async () => {
    await run("list add reserved u_spam");
    await run("policy pause creation/group-types --for 1h");
    const { code, err } = await world.chatgate(
      'policy push --stage dev --yes --reason "Another"',
      at("2027-01-24T10:30:00Z"),
    );
    expect([code, err]).toEqual([1, expect.stringContaining("[incident-dropped]")]);
    expect(err).toContain("set 4 (policy pause creation/group-types: Spam wave, by mira)");
    expect(err).toContain("set 3 (list add reserved: Spam wave, by mira)");
    expect(await inForce("lists/reserved")).toContain("u_spam");
    expect(await world.push("Another", "--force")).toMatchObject({ code: 0 });
    expect(await inForce("lists/reserved")).not.toContain("u_spam");
    expect(await world.push("Once more")).toMatchObject({ code: 0 });
  });

  test("that has them goes through, with other changes besides", async () => {
    await run("list add reserved u_spam");
    world.write({
      "policies/lists/reserved.txt": "u_spam\nofficial\n",
      "policies/creation.yaml": CREATION.replace("Meeting", "Public"),
    });
    expect(await world.push("Ours, and theirs")).toMatchObject({ code: 0 });
  });

  test("need not keep what has ended", async () => {
    await run("list add reserved u_spam --for 1d");
    await run("policy pause creation/group-types --for 1h");
    const push = 'policy push --stage dev --yes --reason "Later"';
    expect(await world.chatgate(push, { now: () => NOW + 60 * 60_000 })).toMatchObject({ code: 1 });
    expect(await world.chatgate(push, { now: () => NOW + 48 * 3_600_000 })).toMatchObject({ code: 0 });
  });

  test("after a rollback has nothing to keep", async () => {
    await run("list add reserved u_spam");
    await world.chatgate("policy rollback --stage dev --yes");
    world.write({ "policies/lists/reserved.txt": "other\n" });
    expect(await world.push("Another")).toMatchObject({ code: 0 });
  });
});

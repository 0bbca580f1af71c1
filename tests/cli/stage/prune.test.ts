import { testRows } from "../../support/table.ts";
import { waitFor } from "../../support/wait-for.ts";
import { readValues, type StageWorld, startStageWorld } from "./stage-world.ts";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
  world.store.put("/chatgate/dev/reader", "2");
  world.store.put("/chatgate/dev/bucket", "lists-bucket");
});
afterEach(() => world.close());

const large = (word: string) => Array.from({ length: 8000 }, (_, at) => `${word} ${at}`).join("\n");
const HOUR_MS = 3_600_000;
const later = { now: () => Date.now() + 2 * HOUR_MS };
const prune = (more: string) => world.chatgate(`policy prune --stage dev ${more}`, later);

/** Sets 2, 3 and 4: a list in the bucket each, and a policy that is only in set 2. */
async function pushThree() {
  world.write({
    "policies/lists/names.txt": large("a"),
    "policies/more.yaml": "rules:\n  - { id: all, on: '*', observe: {} }\n",
  });
  await world.push("First");
  world.write({ "policies/lists/names.txt": large("b"), "policies/more.yaml": undefined });
  await world.push("Second");
  world.write({ "policies/lists/names.txt": large("c") });
  await world.push("Third");
}

test("what every kept set names stays", async () => {
  await pushThree();
  expect(await prune("--yes")).toMatchObject({ code: 0, out: "Nothing to prune." });
  expect(world.bucket.objects.size).toBe(3);
});

test("what no kept set names goes, and sets that are kept can be rolled back to", async () => {
  await pushThree();
  const dry = await prune("--keep 2 --dry-run");
  expect(dry.out).toMatch(/^- policies\/more\n- lists\/[0-9a-f]{64}\.gz\nDry run: nothing was deleted\.$/);
  expect(world.bucket.objects.size).toBe(3);
  expect((await prune("--keep 2 --yes")).out).toMatch(/Deleted 2 items\.$/);
  expect(world.bucket.objects.size).toBe(2);
  expect(await world.chatgate("policy rollback --stage dev --to 3 --yes")).toMatchObject({ code: 0 });
  expect(readValues(await world.read())["lists/names"]).toBe(large("b"));
  const lost = await world.chatgate("policy rollback --stage dev --to 2 --yes");
  expect([lost.code, lost.err]).toEqual([1, expect.stringContaining("[set-lost]")]);
  expect((await world.chatgate("policy history --stage dev --show 3")).out).toContain("[base-set-missing]");
  const json = await world.chatgate("policy history --stage dev --show 3 --json");
  expect(JSON.parse(json.out)).toMatchObject({
    ...{ set: 3, notes: [{ code: "base-set-missing", severity: "note" }] },
  });
});

test("what is younger than an hour stays: a push may be about to name it", async () => {
  await pushThree();
  expect((await world.chatgate("policy prune --stage dev --keep 1 --yes")).out).toBe("Nothing to prune.");
});

testRows(
  [
    { name: "never pushed", manifest: undefined, err: "Nothing has been pushed to the stage" },
    { name: "a manifest of a newer format", manifest: '{"format":9}', err: "[manifest-unreadable]" },
    { name: "a manifest that is none", manifest: "x", err: "[manifest-unreadable]" },
  ],
  "$name: nothing is deleted",
  async ({ manifest, err }) => {
    world.store.put("/chatgate/dev/policies/old", "{}");
    if (manifest !== undefined) world.store.put("/chatgate/dev/manifest", manifest);
    const ran = await prune("--yes");
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining(err)]);
    expect(world.store.count("DeleteParameters")).toBe(0);
  },
);

test("a push meanwhile: nothing is deleted", async () => {
  await pushThree();
  const ask = async () => {
    await world.push("Theirs", "--no-test");
    world.write({ "policies/lists/reserved.txt": "other\n" });
    await world.push("Theirs");
    return "yes";
  };
  const ran = await world.chatgate("policy prune --stage dev --keep 1", { ...later, ask });
  expect([ran.code, ran.err]).toEqual([
    1,
    expect.stringMatching(/so nothing was deleted\..* \[prune-conflict\]/),
  ]);
  expect(world.store.count("DeleteParameters")).toBe(0);
});

test("a push while it is deleted: it ends as a check that failed, with the code", async () => {
  await pushThree();
  world.store.setService({ delayMs: 100 });
  const running = prune("--keep 1 --yes --json");
  await waitFor("a deletion", () => world.store.count("DeleteParameters") > 0);
  world.store.put("/chatgate/dev/manifest", "{}"); // the delay is not over: this is before it looks again
  const { code, out } = await running;
  expect([code, JSON.parse(out)]).toMatchObject([
    1,
    {
      ok: false,
      diagnostics: [{ code: "prune-conflict", message: expect.stringContaining("may be deleted") }],
    },
  ]);
});

describe("between sets", () => {
  test("diff --set shows what changed from one to the other, either way", async () => {
    await pushThree();
    const { code, out } = await world.chatgate("policy diff --stage dev --set 2..4");
    expect([code, out]).toEqual([1, expect.stringContaining("lists/names  changed, +8000 -8000 entries")]);
    expect(out).toContain("policies/more  removed");
    expect((await world.chatgate("policy diff --stage dev --set 4..2")).out).toContain(
      "policies/more  added",
    );
    expect(await world.chatgate("policy diff --stage dev --set 3..3")).toMatchObject({
      code: 0,
      out: "No difference.",
    });
  });

  test("history --show is one set, and what it changed", async () => {
    await pushThree();
    const { code, out } = await world.chatgate("policy history --stage dev --show 3");
    expect([code, out]).toEqual([0, expect.stringMatching(/^set .*\n3 .* Second\nlists\/names {2}changed/)]);
    expect(out).toContain("policies/more  removed");
    expect((await world.chatgate("policy history --stage dev --show 1")).out).toContain(
      "It changed no document.",
    );
  });

  testRows(
    [{ line: "policy diff --stage dev --set 2..9" }, { line: "policy history --stage dev --show 9" }],
    "a set that does not exist: $line",
    async ({ line }) => {
      await world.push("First");
      const { code, err } = await world.chatgate(line);
      expect([code, err]).toEqual([1, expect.stringContaining("There is no set 9.")]);
    },
  );

  test("what is not a range", async () => {
    expect(await world.chatgate("policy diff --stage dev --set 2-4")).toMatchObject({ code: 2 });
  });
});

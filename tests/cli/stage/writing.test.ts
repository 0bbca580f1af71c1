import fc from "fast-check";
import { formatProgress } from "../../../cli/stage/progress.ts";
import { estimateColdRead, READ_BUDGET_MS } from "../../../cli/stage/read-budget.ts";
import { packNames } from "../../../lib/policy-set/pack.ts";
import { testRows } from "../../support/table.ts";
import { CREATION, readValues, type StageWorld, startStageWorld } from "./stage-world.ts";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy", { type: "SecureString" });
});
afterEach(() => world.close());

const written = () =>
  world.store.requests
    .filter(({ action }) => action === "PutParameter")
    .map(({ body }) => String(body.Name).slice("/chatgate/dev/".length));

/** Entries that gzip cannot shorten, so that few of them fill a pack. */
const noise = (count: number) =>
  fc
    .sample(
      fc.string({
        unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789"),
        minLength: 40,
        maxLength: 40,
      }),
      {
        numRuns: count,
        seed: 7,
      },
    )
    .join("\n");

test("documents, then the pack, then the manifest; a cold start is one call", async () => {
  await world.push("First rules");
  expect(written()).toEqual([
    "manifest",
    "lists/reserved",
    "policies/creation",
    "settings",
    "pack/1",
    "manifest",
  ]);
  world.store.requests.length = 0;
  await world.read();
  expect(world.store.requests.map(({ action }) => action)).toEqual(["GetParameters"]);
});

test("a push of the same set repairs a damaged pack without a new set", async () => {
  await world.push("First rules");
  world.store.put("/chatgate/dev/pack/1", "spoiled");
  const { code, out } = await world.push("Again");
  expect([code, out]).toEqual([
    0,
    expect.stringContaining("The pack was out of date and has been written again"),
  ]);
  world.store.requests.length = 0;
  await world.read();
  expect(world.store.requests.map(({ action }) => action)).toEqual(["GetParameters"]);
  expect((await world.chatgate("policy diff --stage dev")).out).toContain("at set 2");
});

test("a set that does not fit its pack empties it, and says what that costs", async () => {
  await world.push("First rules");
  world.write({ "policies/lists/noise.txt": noise(1000) });
  const { code, out } = await world.push("Noise");
  expect([code, out]).toEqual([0, expect.stringMatching(/makes 3 calls instead of 1.* \[pack-too-large\]/)]);
  expect((await world.push("Again")).out).toContain("nothing to write");
  const { body } = world.store.requests.findLast(({ body }) => body.Name === "/chatgate/dev/pack/1") ?? {};
  expect(body?.Value).toBe("-");
  expect(Object.keys(readValues(await world.read()))).toHaveLength(14);
});

test("what a cold start cannot read in its budget is refused, with the arithmetic; --force goes past", async () => {
  world.write({ "policies/lists/noise.txt": noise(48_000) });
  const { code, err } = await world.push("Far too much");
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(
      /needs about 1\d{3} ms .* has 1200 ms\. \d+ calls \(1 \+ \d+ parameters, 10 a call\) at SSM's 40 a second: 1\d{3} ms\./,
    ),
  ]);
  expect(written()).toEqual([]);
});

test("the estimate grows with the set, and a pack is one call whatever it holds", () => {
  const size = fc.record({ parameters: fc.nat(5000), objectBytes: fc.nat(2 ** 25) });
  fc.assert(
    fc.property(size, size, (left, right) => {
      const larger = {
        parameters: Math.max(left.parameters, right.parameters),
        objectBytes: Math.max(left.objectBytes, right.objectBytes),
      };
      const ms = (set: typeof left, hasPack: boolean) => estimateColdRead({ ...set, hasPack }).ms;
      expect(ms(left, false)).toBeLessThanOrEqual(ms(larger, false));
      expect(ms(left, true)).toBeLessThanOrEqual(ms(left, false));
      expect(estimateColdRead({ ...left, hasPack: true }).calls).toBe(1);
    }),
  );
  expect(estimateColdRead({ hasPack: false, parameters: 470, objectBytes: 0 }).ms).toBe(READ_BUDGET_MS);
});

test("broken off, and run again: what was written is not written again", async () => {
  world.write({ "policies/lists/noise.txt": noise(500) });
  let writes = 0;
  const { requests } = world.store;
  const push = requests.push;
  requests.push = (request) => {
    if (request.action === "PutParameter" && ++writes === 4) world.store.fault("reset", 99);
    return push.call(requests, request);
  };
  expect(await world.push("A long list")).toMatchObject({ code: 1 });
  requests.push = push;
  world.store.fault(undefined);
  const first = written().slice(0, -1); // the last one was refused
  requests.length = 0;
  expect(await world.push("A long list")).toMatchObject({ code: 0 });
  const again = written();
  expect(again.filter((name) => first.includes(name))).toEqual(["manifest"]);
  expect(again).toContain("lists/noise/005");
});

test("at a terminal, progress says how many, how fast and how long still", async () => {
  const lines: string[] = [];
  let time = 0;
  const now = () => (time += 500);
  await world.chatgate('policy push --stage dev --yes --reason "First rules"', {
    progress: (line) => lines.push(line),
    now,
  });
  expect(lines).toEqual([
    "1 of 4 written, 2.0 a second, about 2 s left. Ctrl-C is safe: run this again to go on.",
    "2 of 4 written, 2.0 a second, about 1 s left. Ctrl-C is safe: run this again to go on.",
    "3 of 4 written, 2.0 a second, about 1 s left. Ctrl-C is safe: run this again to go on.",
    "",
  ]);
  expect(formatProgress(12, 357, 4000)).toContain("12 of 357 written, 3.0 a second, about 2 min left.");
});

test("a push runs the folder's tests, by the stage's settings, unless told not to", async () => {
  const expecting = (decision: string) => ({
    "policies/creation.test.yaml": `tests:
  - name: meetings
    command: Group.CallbackBeforeCreateGroup
    set: { groupType: Meeting }
    expect: { decision: ${decision} }
`,
  });
  world.write(expecting("allow"));
  const { code, err } = await world.push("Untested");
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/✗ meetings.* \[push-tests-fail\]\nNothing was written to stage dev\.$/s),
  ]);
  expect(written()).toEqual([]);
  expect(await world.push("Untested", "--no-test")).toMatchObject({ code: 0 });
  world.write({
    ...expecting("allow"),
    "policies/stages/dev.yaml": "sdkAppIds: [1400000000]\nmode: shadow\n",
  });
  expect(await world.push("In shadow")).toMatchObject({ code: 0 });
});

testRows(
  [
    { name: "no token", tokens: undefined, settings: "", warns: true },
    { name: "a token", tokens: "a", settings: "", warns: false },
    { name: "authentication off", tokens: undefined, settings: "authentication: off\n", warns: false },
  ],
  "$name: warned is $warns",
  async ({ tokens, settings, warns }) => {
    world.store.remove("/chatgate-secrets/dev/tokens");
    if (tokens !== undefined)
      world.store.put("/chatgate-secrets/dev/tokens", tokens, { type: "SecureString" });
    world.write({ "policies/stages/dev.yaml": `sdkAppIds: [1400000000]\n${settings}` });
    const { out } = await world.push("First rules");
    expect(out.includes("[tokens-missing]")).toBe(warns);
  },
);

test("the pack's parts are no part of the set, and a change of them is none", async () => {
  await world.push("First rules");
  world.write({ "policies/creation.yaml": CREATION.replace("Meeting", "Public") });
  const { out } = await world.chatgate("policy diff --stage dev");
  for (const name of packNames) expect(out).not.toContain(name);
});

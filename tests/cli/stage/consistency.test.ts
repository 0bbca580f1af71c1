import { readStage } from "../../../cli/stage/stage-state.ts";
import { openStage } from "../../../cli/stage/stage-store.ts";
import { writeSet } from "../../../cli/stage/write-set.ts";
import { testRows } from "../../support/table.ts";
import { CREATION, readValues, type StageWorld, startStageWorld } from "./stage-world.ts";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
});
afterEach(() => world.close());

const under = (name: string) => `/chatgate/dev/${name}`;
const other = {
  "policies/creation.yaml": CREATION.replace("Meeting", "Public"),
  "policies/lists/more.txt": "a\n",
};

/** A whole push, with a cold gate reading while each of its writes is under way. */
async function readsWhilePushing(reason: string) {
  const seen: string[] = [];
  const { requests } = world.store;
  const push = requests.push;
  const pending: Promise<void>[] = [];
  requests.push = (request) => {
    if (request.action === "PutParameter") {
      pending.push(world.read().then((result) => void seen.push(JSON.stringify(readValues(result)))));
    }
    return push.call(requests, request);
  };
  const ran = await world.push(reason);
  requests.push = push;
  await Promise.all(pending);
  return { ran, seen };
}

test("a cold gate reads the old set or the new one at every moment of a push, never a mixture, never none", async () => {
  await world.push("First rules");
  const before = JSON.stringify(readValues(await world.read()));
  world.write(other);
  const { ran, seen } = await readsWhilePushing("Others");
  const after = JSON.stringify(readValues(await world.read()));
  expect(ran).toMatchObject({ code: 0 });
  expect(seen).toHaveLength(4);
  expect(new Set([before, ...seen, after])).toEqual(new Set([before, after]));
});

test("the first push to an empty stage shows nothing until it shows all", async () => {
  const { seen } = await readsWhilePushing("First rules");
  const after = JSON.stringify(readValues(await world.read()));
  expect(seen).toHaveLength(6);
  expect(new Set(["{}", ...seen, after])).toEqual(new Set(["{}", after]));
  expect(Object.keys(JSON.parse(after))).toEqual(["lists/reserved", "policies/creation", "settings"]);
});

testRows(
  [
    { parameter: "lists/more" },
    { parameter: "policies/creation" },
    { parameter: "pack/1" },
    { parameter: "manifest" },
  ],
  "broken off at $parameter, the old set stays whole; again, and it is done",
  async ({ parameter }) => {
    await world.push("First rules");
    const before = readValues(await world.read());
    world.write(other);
    // Only what is written: reads name the path, or the manifest in a list.
    const { requests } = world.store;
    const push = requests.push;
    requests.push = (request) => {
      const isIt = request.action === "PutParameter" && request.body.Name === under(parameter);
      world.store.fault(isIt ? "status500" : undefined, 1);
      return push.call(requests, request);
    };
    const broken = await world.push("Others");
    requests.push = push;
    world.store.fault(undefined);
    expect(broken.code).toBe(1);
    expect(broken.err).toMatch(
      /^chatgate: stage dev .*InternalServerError.* \[ssm-error\]\n.*Set 2 is in force, complete\..* \[push-interrupted\]$/,
    );
    expect(readValues(await world.read())).toEqual(before);

    const again = await world.push("Others, again");
    expect(again).toMatchObject({ code: 0 });
    expect(readValues(await world.read())).toMatchObject({
      "lists/more": "a",
      "policies/creation": expect.stringContaining("Public"),
    });
    expect((await world.chatgate("policy diff --stage dev")).out).toBe(
      "stage dev (/chatgate/dev in eu-west-1) is at set 3.\nNo difference.",
    );
  },
);

describe("two pushes at once", () => {
  const open = () =>
    openStage({
      stage: "dev",
      env: {
        AWS_ENDPOINT_URL: world.store.url,
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "A",
        AWS_SECRET_ACCESS_KEY: "b",
      },
    });
  const settings = { name: "settings", value: '{"sdkAppIds":[2]}' };

  test("the second sees that the stage is not what its difference was made from", async () => {
    await world.push("First rules");
    world.write(other);
    const ask = async () => ((await world.push("Theirs")).code === 0 ? "yes" : "no");
    const mine = await world.chatgate('policy push --stage dev --reason "Mine"', { ask });
    expect(mine.code).toBe(1);
    expect(mine.err).toMatch(/Somebody pushed: set 3 is in force now, but .* set 2\. .* \[set-conflict\]$/);
  });

  test("after the first write, too: what it wrote is not in force", async () => {
    await world.push("First rules");
    const store = await open();
    const before = await readStage(store);
    const progress = () => void world.store.put(under("manifest"), "theirs");
    const parameters = [settings];
    expect(await writeSet(store, { before, parameters, by: "joao", reason: "Mine", progress })).toEqual({
      kind: "conflict",
      set: 3,
    });
    store.client.destroy();
  });

  test("in the last moment, it is seen afterwards", async () => {
    await world.push("First rules");
    const store = await open();
    const before = await readStage(store);
    const slow = {
      ...store,
      put: async (name: string, value: string) => {
        if (name === "manifest") world.store.put(under("manifest"), "theirs");
        return store.put(name, value);
      },
    };
    expect(await writeSet(slow, { before, parameters: [settings], by: "joao", reason: "Mine" })).toEqual({
      kind: "written",
      set: 4,
      covered: 3,
      keptAdvanced: [],
    });
    expect(readValues(await world.read())).toEqual({ settings: settings.value });
    store.client.destroy();
  });
});

test("who replaced a set in the last moment is told", async () => {
  await world.push("First rules");
  world.write(other);
  const { requests } = world.store;
  const push = requests.push;
  requests.push = (request) => {
    if (request.action === "PutParameter" && request.body.Name === under("manifest"))
      world.store.put(under("manifest"), "theirs");
    return push.call(requests, request);
  };
  const { code, out } = await world.push("Mine");
  requests.push = push;
  expect([code, out]).toEqual([0, expect.stringContaining("[set-replaced]")]);
});

describe("changes by hand", () => {
  beforeEach(async () => {
    await world.push("First rules");
  });

  test("are not in force, are said, and are put right by the next push", async () => {
    const before = readValues(await world.read());
    world.store.put(under("settings"), '{"sdkAppIds":[6]}');
    world.store.put(under("policies/unmanaged"), "{}");
    expect(readValues(await world.read())).toEqual(before);
    const { code, out } = await world.chatgate("policy diff --stage dev");
    expect([code, out.split("\n")]).toEqual([
      0,
      [
        "stage dev (/chatgate/dev in eu-west-1) is at set 2.",
        expect.stringMatching(/^warning: .*settings.* \[out-of-sync\]$/),
        expect.stringMatching(/^warning: .*policies\/unmanaged.* \[unmanaged\]$/),
        "No difference.",
      ],
    ]);
    expect((await world.push("Restate")).out).toContain("No document changes; the set is written again.");
    world.store.requests.length = 0;
    expect(readValues(await world.read())).toEqual(before);
    expect(world.store.count("GetParametersByPath")).toBe(0);
  });

  test("that take a parameter away stop the gate's reads, and a push fixes that", async () => {
    const before = readValues(await world.read());
    world.store.remove(under("settings"));
    world.store.remove(under("pack/1"));
    expect(readValues(await world.read())).toEqual({
      failed: "set 2 cannot be had: settings:1 is lacking: push it again",
    });
    const { out } = await world.push("Restore");
    expect(out).toMatch(/^warning: .*settings.* \[set-incomplete\]$/m);
    expect(readValues(await world.read())).toEqual(before);
  });
});

describe("taking back", () => {
  test("any earlier set, settings and removed documents too", async () => {
    await world.push("First rules");
    const first = readValues(await world.read());
    world.write({
      ...other,
      "policies/lists/reserved.txt": undefined,
      "policies/stages/dev.yaml": "sdkAppIds: [9]\n",
    });
    await world.push("Others");
    world.write({ "policies/stages/dev.yaml": "sdkAppIds: [10]\n" });
    await world.push("Yet others");
    const dry = await world.chatgate("policy rollback --stage dev --to 2 --dry-run");
    expect(dry.out).toContain("lists/reserved  added, +3 lines");
    const { code } = await world.chatgate("policy rollback --stage dev --to 2 --yes");
    expect([code, readValues(await world.read())]).toEqual([0, first]);
    expect(JSON.parse((await world.chatgate("policy history --stage dev --json")).out).sets[0]).toEqual({
      set: 5,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      who: "mira (user/somebody)",
      reason: "rollback to set 2",
      changed: 4,
    });
  });

  testRows<{
    readonly name: string;
    readonly to: string;
    readonly change: () => Promise<unknown> | unknown;
    readonly found: string;
  }>(
    [
      {
        name: "a stage without a manifest",
        to: "",
        change: () => world.store.remove(under("manifest")),
        found: "no-earlier-set",
      },
      { name: "the set before the first", to: "--to 1", change: () => undefined, found: "set-empty" },
      { name: "the current set", to: "--to 3", change: () => undefined, found: "set-current" },
      {
        name: "a set of which a part is deleted",
        to: "--to 2",
        change: () => world.store.remove(under("lists/reserved")),
        found: "set-lost",
      },
      {
        name: "a set whose version SSM no longer keeps",
        to: "--to 3",
        change: async () => {
          for (let at = 0; at < 100; at += 1) world.store.put(under("manifest"), "{}");
        },
        found: "set-not-found",
      },
      { name: "a set that was never pushed", to: "--to 9", change: () => undefined, found: "set-not-found" },
    ],
    "refused: $name",
    async ({ to, change, found }) => {
      await world.push("First rules");
      world.write({ "policies/lists/reserved.txt": undefined });
      await world.push("No list");
      await change();
      world.store.requests.length = 0;
      const { code, out, err } = await world.chatgate(`policy rollback --stage dev --yes ${to}`);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toMatch(
        /^chatgate: stage dev \(\/chatgate\/dev in eu-west-1\): .*\nNothing was written\.$/,
      );
      expect(err).toContain(` [${found}]\n`);
      expect(world.store.count("PutParameter")).toBe(0);
    },
  );

  test("--prune deletes what neither this set nor the one before holds", async () => {
    await world.push("First rules");
    world.write({ "policies/lists/reserved.txt": undefined });
    expect((await world.push("No list", "--prune")).out).toContain("There was nothing to prune.");
    const dry = await world.chatgate("policy rollback --stage dev --dry-run");
    expect([dry.code, dry.out]).toEqual([0, expect.not.stringContaining("by hand")]);
    world.write({ "policies/lists/names.txt": "a\n" });
    expect((await world.push("Another", "--prune")).out).toContain("Deleted lists/reserved.");
    expect(world.store.count("DeleteParameters")).toBe(1);
  });
});

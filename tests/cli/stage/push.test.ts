import { createCallbackEvent, createTestGate } from "../../support/gate.ts";
import { testRows } from "../../support/table.ts";
import { CREATION, readValues, type StageWorld, startStageWorld } from "./stage-world.ts";

let world: StageWorld;

beforeEach(async () => {
  world = await startStageWorld();
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy", { type: "SecureString" });
});

afterEach(() => world.close());

const set = (number: number) =>
  `Stage dev is at set ${number} now; instances take it within \`refreshSeconds\`.`;

/** What a gate over this stage answers to the creation of a group. */
async function answer(groupType: string) {
  const { gate } = createTestGate({ read: world.read });
  const body = {
    CallbackCommand: "Group.CallbackBeforeCreateGroup",
    Operator_Account: "u_mira",
    Owner_Account: "u_mira",
    Type: groupType,
    Name: "Trail runners",
    CreateGroupNum: 1,
    MemberList: [],
    EventTime: 1764950412345,
  };
  return (await gate(createCallbackEvent({ body }), "")).envelope;
}

const refused = { ActionStatus: "OK", ErrorCode: 10101, ErrorInfo: expect.stringContaining("groups.") };
const allowed = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" };

test("push, change, diff, push, rollback: the gate decides by what is in force", async () => {
  expect(await world.push("First rules")).toMatchObject({ code: 0, err: "" });
  expect([await answer("ChatRoom"), await answer("Public")]).toEqual([refused, allowed]);

  world.write({
    "policies/creation.yaml": CREATION.replaceAll("Meeting", "Public"),
    "policies/lists/reserved.txt": "# Ours\nofficial\nsupport\n",
  });
  expect(await world.chatgate("policy diff --stage dev")).toEqual({
    code: 1,
    err: "",
    out: [
      "stage dev (/chatgate/dev in eu-west-1) is at set 2.",
      "lists/reserved  changed, +1 -1 entries",
      "  - admin",
      "  + support",
      "policies/creation  changed, +1 -1",
      "    rules:",
      "      - id: group-types",
      "        on: Group.CallbackBeforeCreateGroup",
      '  -     when: groupType == "Meeting"',
      '  +     when: groupType == "Public"',
      "        deny:",
      "          code: 10101",
      "          message: No {groupType} groups.",
    ].join("\n"),
  });
  expect((await world.push("Public ones instead")).out).toContain(set(3));
  expect([await answer("ChatRoom"), await answer("Public")]).toEqual([allowed, refused]);
  expect(await world.chatgate("policy diff --stage dev")).toMatchObject({ code: 0 });

  const back = await world.chatgate('policy rollback --stage dev --yes --reason "Too many refused"');
  expect(back).toMatchObject({ code: 0, err: "" });
  expect(back.out).toContain("note: Set 2 was pushed by mira: First rules. [set-origin]");
  expect([await answer("ChatRoom"), await answer("Public")]).toEqual([refused, allowed]);

  const { out } = await world.chatgate("policy history --stage dev");
  const rows = out.split("\n").map((row) => row.replace(/ \d{4}-\d\d-\d\d \d\d:\d\dZ/, " (time)"));
  expect(rows).toEqual([
    "set  time               changed  who                   why",
    "4 *  (time)  2        mira (user/somebody)  rollback to set 2: Too many refused",
    "3    (time)  2        mira (user/somebody)  Public ones instead",
    "2    (time)  3        mira (user/somebody)  First rules",
    "1    (time)  0        mira (user/somebody)  state before the first push",
    "* in force",
  ]);
});

describe("what a push reads and writes", () => {
  test("policies, lists and the stage's own settings; never this machine's settings or tokens", async () => {
    const { out } = await world.push("First rules");
    expect(out).toContain("stage dev (/chatgate/dev in eu-west-1) is empty so far.");
    const touched = world.store.requests.map(({ body }) => JSON.stringify(body)).join("\n");
    expect(touched).not.toMatch(/xxxxyyyy|"WithDecryption":true/);
    expect(readValues(await world.read())).toEqual({
      "lists/reserved": "# Ours\nadmin\nofficial",
      "policies/creation": expect.stringContaining('{"rules":[{"id":"group-types"'),
      settings: '{"sdkAppIds":[1400000000]}',
    });
    expect(JSON.stringify(world.store.requests.map(({ body }) => body.Description).filter(Boolean))).toBe(
      '["mira: state before the first push","mira: First rules"]',
    );
  });

  test("settings stay as they are if the folder has none for the stage", async () => {
    world.store.put("/chatgate/dev/settings", '{"sdkAppIds":[7]}');
    world.write({ "policies/stages/dev.yaml": undefined });
    const { code, out } = await world.push("First rules");
    expect([code, out]).toEqual([0, expect.stringContaining("[settings-kept]")]);
    expect(readValues(await world.read())).toMatchObject({ settings: '{"sdkAppIds":[7]}' });
  });

  test("only what changed is written, and a push of the same writes nothing", async () => {
    await world.push("First rules");
    world.store.requests.length = 0;
    const again = await world.push("Again");
    expect(again).toMatchObject({
      code: 0,
      out: expect.stringContaining("Stage dev holds just this: nothing to write."),
    });
    expect(world.store.count("PutParameter")).toBe(0);
    world.write({ "policies/lists/reserved.txt": "admin\n" });
    await world.push("Shorter");
    expect(
      world.store.requests.filter(({ action }) => action === "PutParameter").map(({ body }) => body.Name),
    ).toEqual(["lists/reserved", "pack/1", "manifest"].map((name) => `/chatgate/dev/${name}`));
  });

  test("a dry run writes nothing and needs no reason", async () => {
    const { code, out } = await world.chatgate("policy push --stage dev --dry-run");
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/settings {2}added, \+2\n.*Dry run: nothing was written\.$/s),
    ]);
    expect(world.store.count("PutParameter")).toBe(0);
  });

  testRows(
    [
      { answer: "yes", code: 0, out: set(2) },
      { answer: "no", code: 1, out: "" },
      { answer: "", code: 1, out: "" },
    ],
    'asked, a person answers "$answer"',
    async ({ answer, code, out }) => {
      const ask = async (proposal: string) => answer || proposal;
      const ran = await world.chatgate('policy push --stage dev --reason "Why"', { ask });
      expect([ran.code, ran.out]).toEqual([code, expect.stringContaining(out)]);
      expect(world.store.count("PutParameter")).toBe(code === 0 ? 6 : 0);
    },
  );

  test("--json says it all in one document", async () => {
    const { out } = await world.push("First rules", "--json");
    expect(JSON.parse(out)).toEqual({
      ok: true,
      stage: "dev",
      written: true,
      set: 2,
      pruned: [],
      notes: [],
      changes: [
        {
          document: "lists/reserved",
          kind: "added",
          added: 3,
          removed: 0,
          lines: ["# Ours", "admin", "official"].map((text) => ({ sign: "+", text })),
        },
        expect.objectContaining({ document: "policies/creation", added: 7 }),
        expect.objectContaining({ document: "settings", added: 2 }),
      ],
    });
  });
});

describe("a long list", () => {
  const entries = Array.from({ length: 2000 }, (_, at) => `entry number ${at}`);
  const list = (lines: readonly string[]) => ({
    "policies/lists/names.txt": `# fold: leet\n${lines.join("\r\n")}\n`,
  });

  test("goes into numbered parts and comes back whole; parts that stay are not written again", async () => {
    world.write(list(entries));
    const { out } = await world.push("A long list");
    expect(out).toMatch(/note: lists\/names: .* takes 9 parameters .* \[list-in-parts\]/);
    expect(out).toContain("  … and 1981 more +");
    const values = readValues(await world.read());
    const parts = Object.keys(values).filter((name) => name.startsWith("lists/names"));
    expect(parts).toEqual(Array.from({ length: 9 }, (_, at) => `lists/names/00${at + 1}`));
    expect(parts.map((name) => values[name]).join("\n")).toBe(["# fold: leet", ...entries].join("\n"));
    const sizes = parts.map((name) => Buffer.byteLength(values[name] ?? ""));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);

    world.store.requests.length = 0;
    world.write(list([...entries, "one more"]));
    expect((await world.push("One more")).out).toContain("lists/names  changed, +1 entries\n  + one more");
    expect(
      world.store.requests.filter(({ action }) => action === "PutParameter").map(({ body }) => body.Name),
    ).toEqual(expect.arrayContaining(["/chatgate/dev/lists/names/009", "/chatgate/dev/manifest"]));
    expect(world.store.requests.map(({ body }) => body.Name)).not.toContain("/chatgate/dev/lists/names/001");

    world.write(list(entries.slice(0, 3)));
    await world.push("Short now");
    expect(readValues(await world.read())).toMatchObject({
      "lists/names": "# fold: leet\nentry number 0\nentry number 1\nentry number 2",
    });
    expect((await world.chatgate("policy rollback --stage dev --yes")).out).toContain("+1998 entries");
    expect(readValues(await world.read())).toMatchObject({
      "lists/names/009": expect.stringContaining("\none more"),
    });
  });
});

describe("a stage that was kept by hand", () => {
  beforeEach(() => {
    world.store.put("/chatgate/dev/settings", '{ "sdkAppIds": [1400000000] }');
    world.store.put(
      "/chatgate/dev/policies/creation",
      JSON.stringify({ rules: [{ id: "all", on: "*", observe: {} }] }),
    );
    world.store.put("/chatgate/dev/lists/old/001", "a");
    world.store.put("/chatgate/dev/lists/old/003", "b");
  });

  test("is pinned as it is found, before anything is written, and can be rolled back to", async () => {
    const before = readValues(await world.read());
    const { out } = await world.push("By push from now on");
    expect(out).toContain("is not pushed to so far, with 4 parameters put by hand.");
    expect(out).toContain("lists/old  removed, -2 entries");
    expect(out).not.toContain("settings  changed");
    const [first] = world.store.requests.filter(({ action }) => action === "PutParameter");
    expect(first?.body.Name).toBe("/chatgate/dev/manifest");
    await world.chatgate("policy rollback --stage dev --yes");
    const { "lists/old": old, ...after } = readValues(await world.read());
    expect(old).toBe("a\nb");
    expect(after).toEqual({
      settings: before.settings,
      "policies/creation": before["policies/creation"],
    });
  });
});

describe("the advanced tier", () => {
  const long = (bytes: number) => ({
    "policies/creation.yaml": `description: ${"x".repeat(bytes)}\n${CREATION}`,
  });

  test("is taken if a document needs it, and said to be billed, before and after", async () => {
    world.write(long(4500));
    expect((await world.push("Long")).out).toMatch(/note: policies\/creation: .* \[document-advanced\]/);
    world.write({ "policies/creation.yaml": CREATION });
    expect((await world.push("Short")).out).toMatch(/policies\/creation .* \[advanced-kept\]/);
  });

  testRows(
    [
      { count: 90, code: 0, found: "manifest-advanced" },
      { count: 200, code: 1, found: "manifest-too-large" },
    ],
    "a manifest of $count documents: $found",
    async ({ count, code, found }) => {
      const names = Array.from({ length: count }, (_, at) => `policies/a-policy-with-a-long-name-${at}.yaml`);
      world.write(
        Object.fromEntries(names.map((name) => [name, "rules:\n  - { id: all, on: '*', observe: {} }\n"])),
      );
      const ran = await world.chatgate("policy push --stage dev --dry-run");
      expect([ran.code, ran.out + ran.err]).toEqual([code, expect.stringContaining(`[${found}]`)]);
    },
  );
});

test("braces that SSM refuses in a message are escaped in JSON", async () => {
  world.write({ "policies/creation.yaml": CREATION.replace("No {groupType}", "No {{such}} {groupType}") });
  expect(await world.push("Braces")).toMatchObject({ code: 0 });
  const value = readValues(await world.read())["policies/creation"] ?? "";
  expect(value).not.toContain("{{");
  expect(await answer("ChatRoom")).toMatchObject({ ErrorInfo: "No {such} Meeting groups." });
  expect(await world.chatgate("policy diff --stage dev")).toMatchObject({ code: 0 });
});

test("a manifest of another make is written over", async () => {
  world.store.put("/chatgate/dev/manifest", "{}");
  const { code, out } = await world.push("Repair");
  expect([code, out]).toEqual([0, expect.stringContaining("[set-incomplete]")]);
  expect(await answer("ChatRoom")).toEqual(refused);
});

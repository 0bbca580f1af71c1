import { gunzipSync } from "node:zlib";
import { testRows } from "../../support/table.ts";
import { readValues, type StageWorld, startStageWorld } from "./stage-world.ts";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy", { type: "SecureString" });
});
afterEach(() => world.close());

const BUCKET = "chatgate-dev-lists";
const entries = (count: number) => Array.from({ length: count }, (_, at) => `entry number ${at}`).join("\n");
const large = (count = 3000) => ({ "policies/lists/names.txt": `${entries(count)}\n` });

function deployStack({ reader = "2", bucket = BUCKET }: { reader?: string; bucket?: string } = {}) {
  world.store.put("/chatgate/dev/reader", reader);
  if (bucket !== "") world.store.put("/chatgate/dev/bucket", bucket);
}

const keys = () => [...world.bucket.objects.keys()];

test("a list over 32 KB goes to the bucket, before the manifest that names it, and a cold start reads it", async () => {
  deployStack();
  world.write(large());
  const { code, out, err } = await world.push("A large list");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(
    `note: lists/names: The list has 51.6 KB and goes to the bucket ${BUCKET}. [list-in-bucket]`,
  );
  const [key = ""] = keys();
  expect(key).toMatch(/^\/chatgate-dev-lists\/lists\/[0-9a-f]{64}\.gz$/);
  expect(gunzipSync(world.bucket.objects.get(key) ?? "").toString()).toBe(entries(3000));
  expect(readValues(await world.read())).toMatchObject({
    "lists/names": entries(3000),
    settings: expect.any(String),
  });
  const written = world.store.requests.filter(({ action }) => action === "PutParameter");
  expect(written.map(({ body }) => body.Name)).not.toContainEqual(expect.stringContaining("lists/names"));
  expect(JSON.parse(String(written.at(-1)?.body.Value))).toMatchObject({ format: 2, bucket: BUCKET });
});

test("explain --deployed reads it from the bucket too, by the endpoint of the environment", async () => {
  deployStack();
  world.write({
    ...large(),
    "policies/names.yaml":
      "rules:\n  - { id: listed, on: Group.CallbackBeforeCreateGroup, when: name in lists.names, deny: {} }\n",
  });
  expect(await world.push("A large list")).toMatchObject({ code: 0 });
  const line = 'explain Group.CallbackBeforeCreateGroup --set "name=entry number 7" --stage dev --deployed';
  const { code, out } = await world.chatgate(line);
  expect([code, out]).toEqual([0, expect.stringContaining("deny by names/listed")]);
});

test("diff, history, pull and rollback know it as any list", async () => {
  deployStack();
  world.write(large());
  await world.push("A large list");
  expect(await world.chatgate("policy diff --stage dev")).toMatchObject({ code: 0 });
  expect((await world.push("Again")).out).toContain("nothing to write");
  world.write(large(2999));
  expect((await world.chatgate("policy diff --stage dev")).out).toContain(
    "lists/names  changed, -1 entries\n  - entry number 2999",
  );
  await world.push("One fewer");
  expect(keys()).toHaveLength(2);
  expect((await world.chatgate("policy history --stage dev")).out).toMatch(/^3 \* {2}\S+ \S+ {2}1 /m);
  expect((await world.chatgate("policy rollback --stage dev --yes")).out).toContain("+ entry number 2999");
  expect(keys()).toHaveLength(2);
  expect(readValues(await world.read())).toMatchObject({ "lists/names": entries(3000) });
  expect(await world.chatgate("policy pull pulled --stage dev")).toMatchObject({ code: 0 });
  expect(world.file("pulled/lists/names.txt")).toBe(`${entries(3000)}\n`);
});

testRows(
  [
    {
      name: "no reader parameter",
      stack: { reader: "", bucket: "b" },
      found: "list-bucket-unread",
    },
    {
      name: "a function of format 1",
      stack: { reader: "1" },
      found: "list-bucket-unread",
    },
    { name: "a bucket that a manifest cannot name", stack: { bucket: "b" }, found: "list-bucket-missing" },
    { name: "no bucket", stack: { bucket: "" }, found: "list-bucket-missing" },
  ],
  "$name: it goes into SSM, in format 1, with a warning",
  async ({ stack, found }) => {
    if (stack.reader !== "") deployStack(stack);
    world.write(large());
    const { code, out } = await world.push("A large list");
    expect([code, out]).toEqual([0, expect.stringContaining(`[${found}]`)]);
    expect(keys()).toEqual([]);
    const { body } = world.store.requests.filter(({ action }) => action === "PutParameter").at(-1) ?? {};
    expect(JSON.parse(String(body?.Value))).not.toHaveProperty("format");
    expect(readValues(await world.read())).toMatchObject({ "lists/names/001": expect.any(String) });
  },
);

test("a bucket that refuses: the old set stays in force, and the reason is said", async () => {
  deployStack();
  await world.push("Small");
  const before = readValues(await world.read());
  world.write(large());
  world.bucket.fail(403);
  const { code, err } = await world.push("A large list");
  expect([code, err]).toEqual([1, expect.stringContaining("(HTTP 403)")]);
  expect(err).toMatch(/ \[bucket-unusable\]\n.*Set 2 is in force, complete.* \[push-interrupted\]$/);
  expect(readValues(await world.read())).toEqual(before);
});

test("an object that is gone is said, and the next push writes it again", async () => {
  deployStack();
  world.write(large());
  await world.push("A large list");
  world.bucket.objects.clear();
  const { out } = await world.push("Again");
  expect(out).toMatch(/set-incomplete/);
  expect(readValues(await world.read())).toMatchObject({ "lists/names": entries(3000) });
});

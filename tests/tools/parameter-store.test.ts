import {
  AddTagsToResourceCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { createTokenBucket } from "../../tools/parameter-store/token-bucket.ts";
import { testRows } from "../support/table.ts";
import { waitFor } from "../support/wait-for.ts";

let store: ParameterStore;
let client: SSMClient;
beforeEach(async () => {
  store = await startParameterStore();
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" };
  client = new SSMClient({ region: "eu-west-1", endpoint: store.url, credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await store.close();
});

const put = (input: Partial<PutParameterCommandInput>) =>
  client.send(new PutParameterCommand({ Name: "/a/b", Value: "one", Type: "String", ...input }));

test("AWS's own client puts, overwrites, labels, tags, lists and deletes", async () => {
  expect(await put({ Tags: [{ Key: "set", Value: "1" }], Description: "why" })).toMatchObject({
    Version: 1,
    Tier: "Standard",
  });
  expect(await put({ Value: "two", Overwrite: true })).toMatchObject({ Version: 2 });
  await client.send(
    new LabelParameterVersionCommand({ Name: "/a/b", ParameterVersion: 1, Labels: ["first"] }),
  );
  await client.send(
    new AddTagsToResourceCommand({
      ResourceType: "Parameter",
      ResourceId: "/a/b",
      Tags: [{ Key: "by", Value: "me" }],
    }),
  );
  const value = async (Name: string) =>
    (await client.send(new GetParameterCommand({ Name }))).Parameter?.Value;
  expect([await value("/a/b"), await value("/a/b:1"), await value("/a/b:first")]).toEqual([
    "two",
    "one",
    "one",
  ]);
  const { TagList } = await client.send(
    new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: "/a/b" }),
  );
  expect(TagList).toEqual([
    { Key: "set", Value: "1" },
    { Key: "by", Value: "me" },
  ]);
  const { Parameters: history } = await client.send(new GetParameterHistoryCommand({ Name: "/a/b" }));
  expect(history?.map(({ Version, Value, Labels }) => [Version, Value, Labels])).toEqual([
    [1, "one", ["first"]],
    [2, "two", []],
  ]);
  const { Parameters: described } = await client.send(
    new DescribeParametersCommand({
      ParameterFilters: [{ Key: "Path", Option: "Recursive", Values: ["/a"] }],
    }),
  );
  expect(described).toMatchObject([{ Name: "/a/b", Version: 2, Description: "why", Tier: "Standard" }]);
  expect(await client.send(new GetParametersCommand({ Names: ["/a/b", "/none"] }))).toMatchObject({
    Parameters: [{ Name: "/a/b" }],
    InvalidParameters: ["/none"],
  });
  expect(await client.send(new DeleteParametersCommand({ Names: ["/a/b", "/none"] }))).toMatchObject({
    DeletedParameters: ["/a/b"],
    InvalidParameters: ["/none"],
  });
  expect(await put({})).toMatchObject({ Version: 1 });
});

testRows<{ readonly error: string; readonly input: Partial<PutParameterCommandInput> }>(
  [
    { error: "ParameterAlreadyExists", input: {} },
    { error: "ValidationException", input: { Value: "x".repeat(4097), Overwrite: true } },
    { error: "ValidationException", input: { Value: "x".repeat(8193), Overwrite: true, Tier: "Advanced" } },
    {
      error: "ValidationException",
      input: { Value: "two", Overwrite: true, Tags: [{ Key: "a", Value: "b" }] },
    },
    { error: "ValidationException", input: { Name: "/a/c", Type: undefined } },
    { error: "ValidationException", input: { Name: "/a b" } },
    { error: "ValidationException", input: { Value: "{{ssm:other}}", Overwrite: true } },
    { error: "HierarchyTypeMismatchException", input: { Overwrite: true, Type: "SecureString" } },
  ],
  "a put that AWS refuses: $error $input",
  async ({ error, input }) => {
    await put({});
    await expect(put(input)).rejects.toMatchObject({ name: error });
  },
);

test("8 KB in the advanced tier, chosen or found", async () => {
  const Value = "x".repeat(8192);
  expect(await put({ Value, Tier: "Advanced" })).toMatchObject({ Tier: "Advanced" });
  expect(await put({ Name: "/a/c", Value, Tier: "Intelligent-Tiering" })).toMatchObject({ Tier: "Advanced" });
  await expect(put({ Overwrite: true, Tier: "Standard" })).rejects.toMatchObject({
    name: "ValidationException",
  });
});

test("pages, depth and ciphertext", async () => {
  for (let index = 0; index < 12; index += 1) store.put(`/p/${index}`, "x");
  store.put("/p/deep/er", "x");
  store.put("/p/secret", "plain", { type: "SecureString" });
  const page = async (input: object) => client.send(new GetParametersByPathCommand({ Path: "/p", ...input }));
  const first = await page({ Recursive: true });
  const second = await page({ Recursive: true, NextToken: first.NextToken });
  expect([first.Parameters?.length, second.Parameters?.length, second.NextToken]).toEqual([10, 4, undefined]);
  expect((await page({ NextToken: first.NextToken })).Parameters).toHaveLength(3);
  await expect(page({ NextToken: "?" })).rejects.toMatchObject({ name: "InvalidNextToken" });
  const secret = async (WithDecryption: boolean) =>
    (await client.send(new GetParameterCommand({ Name: "/p/secret", WithDecryption }))).Parameter?.Value;
  expect(await secret(true)).toBe("plain");
  expect(await secret(false)).not.toContain("plain");
  expect(store.count("GetParametersByPath")).toBe(4);
});

test("unsigned requests are refused, and faults are for as many requests as asked", async () => {
  const unsigned = await fetch(store.url, {
    method: "POST",
    headers: { "X-Amz-Target": "AmazonSSM.GetParameter" },
  });
  expect(await unsigned.json()).toMatchObject({ __type: "IncompleteSignatureException" });
  store.fault("throttle", 1);
  await expect(put({})).rejects.toMatchObject({ name: "ThrottlingException" });
  expect(await put({})).toMatchObject({ Version: 1 });
});

test("a rate limits requests as a bucket does: a burst, then so many a second", async () => {
  store.put("/a/b", "one");
  store.setService({ rate: { perSecond: 1, burst: 3 } });
  const get = () => client.send(new GetParameterCommand({ Name: "/a/b" }));
  const burst = await Promise.allSettled(Array.from({ length: 8 }, get));
  expect(burst.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(3);
  expect(burst.find((result) => result.status === "rejected")).toMatchObject({
    reason: { name: "ThrottlingException" },
  });
  const later = await waitFor("an answer, with the bucket filled again", () => get().catch(() => undefined));
  expect(later).toMatchObject({ Parameter: { Value: "one" } });
  store.setService({ delayMs: 30 });
  const start = performance.now();
  await get();
  expect(performance.now() - start).toBeGreaterThan(25);
});

test("the bucket, by a clock that is moved by hand", () => {
  let time = 0;
  const isOver = createTokenBucket({ perSecond: 2, burst: 2 }, () => time);
  expect([isOver(), isOver(), isOver()]).toEqual([false, false, true]);
  time = 499;
  expect(isOver()).toBe(true);
  time = 1000;
  expect([isOver(), isOver(), isOver()]).toEqual([false, false, true]);
  time = 100_000;
  expect([isOver(), isOver(), isOver()]).toEqual([false, false, true]);
});

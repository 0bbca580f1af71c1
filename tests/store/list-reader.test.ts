import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { createListReader } from "../../lib/store/list-reader.ts";
import { type ObjectStore, startObjectStore } from "../../tools/object-store/object-store.ts";
import { testRows } from "../support/table.ts";

const TEXT = "mallory\ntrent\n".repeat(1000);
const sha256 = createHash("sha256").update(TEXT).digest("hex");
const object = { name: "lists/long", bucket: "chatgate-lists", sha256, bytes: TEXT.length };
const PATH = `/chatgate-lists/lists/${sha256}.gz`;

let store: ObjectStore;
beforeEach(async () => {
  store = await startObjectStore();
});
afterEach(() => store.close());

const read = (milliseconds = 20_000) => {
  const reader = createListReader({
    region: "eu-west-1",
    endpoint: store.url,
    credentials: () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" }),
    timeoutMs: milliseconds,
    random: () => 0,
  });
  return reader(object, Date.now() + milliseconds);
};

test("a list is unpacked and checked", async () => {
  store.objects.set(PATH, gzipSync(TEXT));
  expect(await read()).toEqual({ kind: "fetched", text: TEXT });
  expect(store.requests).toEqual([PATH]);
});

testRows<{
  readonly name: string;
  readonly happen: () => unknown;
  readonly ms?: number;
  readonly reason: string;
  readonly requests: number;
}>(
  [
    {
      name: "not there",
      happen: () => {},
      reason: "HTTP 404: it is not in chatgate-lists: push it again",
      requests: 1,
    },
    {
      name: "forbidden",
      happen: () => store.fail(403),
      reason: "HTTP 403: push it again, and allow the role s3:GetObject on chatgate-lists/lists/*",
      requests: 1,
    },
    {
      name: "S3 down",
      happen: () => store.fail(503),
      reason: "HTTP 503 from chatgate-lists",
      requests: 3,
    },
    {
      name: "another content",
      happen: () => store.objects.set(PATH, gzipSync(TEXT.replace("trent", "peggy"))),
      reason: "its content in chatgate-lists is not what the manifest names: push it again",
      requests: 1,
    },
    {
      name: "not gzip",
      happen: () => store.objects.set(PATH, Buffer.from("mallory")),
      reason: "its content in chatgate-lists is not what the manifest names: push it again",
      requests: 1,
    },
    {
      name: "a bomb",
      happen: () => store.objects.set(PATH, gzipSync(TEXT.repeat(10))),
      reason: "its content in chatgate-lists is not what the manifest names: push it again",
      requests: 1,
    },
    {
      name: "longer than it may be",
      happen: () => store.objects.set(PATH, Buffer.alloc(TEXT.length + 1025)),
      reason: "chatgate-lists does not answer (EMSGSIZE)",
      requests: 1,
    },
    {
      name: "S3 slow",
      happen: () => store.delay(2000),
      ms: 100,
      reason: "chatgate-lists does not answer (ETIMEDOUT)",
      requests: 1,
    },
  ],
  "unavailable: $name",
  async ({ happen, ms, reason, requests }) => {
    happen();
    expect(await read(ms)).toEqual({ kind: "unavailable", reason });
    expect(store.requests).toHaveLength(requests);
  },
);

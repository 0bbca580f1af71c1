import fc from "fast-check";
import { openObjectStore } from "../../lib/store/object-store.ts";
import { type ObjectStore, startObjectStore } from "../../tools/object-store/object-store.ts";
import { testRows } from "../support/table.ts";

let service: ObjectStore;
beforeAll(async () => {
  service = await startObjectStore();
});
afterAll(() => service.close());
beforeEach(() => {
  service.objects.clear();
  service.requests.length = 0;
  service.fail(undefined);
  service.setPageSize(1_000);
});

const open = (rangeBytes = 10, endpoint = service.url) =>
  openObjectStore({
    ...{ bucket: "recordings-1", region: "eu-west-1", endpoint, rangeBytes },
    ...{ random: () => 0, now: Date.now, credentials: () => ({ accessKeyId: "a", secretAccessKey: "b" }) },
  });

async function readWhole(key: string, maxBytes = 1_000, rangeBytes = 10): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of open(rangeBytes).read(key, maxBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test("law: ranges put together are the object, whatever their length", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 60 }),
      fc.integer({ min: 1, max: 70 }),
      async (bytes, range) => {
        const body = Buffer.from(bytes);
        service.objects.set("/recordings-1/a.jsonl", body);
        expect((await readWhole("a.jsonl", 1_000, range)).equals(body)).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

testRows(
  [
    { title: "a space and brackets", key: "x/c (2).jsonl", path: "/recordings-1/x/c%20%282%29.jsonl" },
    { title: "a plus and an equals sign", key: "day=1+2.gz", path: "/recordings-1/day%3D1%2B2.gz" },
    { title: "letters beyond ASCII", key: "čau!", path: "/recordings-1/%C4%8Dau%21" },
  ],
  "a key with $title is written and read back",
  async ({ key, path }) => {
    expect(await open().put(key, Buffer.from("body"), "text/plain")).toBeUndefined();
    expect(service.requests).toEqual([path]);
    expect((await readWhole(key)).toString()).toBe("body");
    expect(await open().list("")).toEqual({ kind: "listed", objects: [{ key, size: 4 }] });
  },
);

test("an object above the bound is not read on", async () => {
  service.objects.set("/recordings-1/a", Buffer.alloc(50));
  await expect(readWhole("a", 49)).rejects.toMatchObject({ code: "too-large" });
  expect(service.requests).toHaveLength(1);
  expect(await open().get("a", 49)).toEqual({ kind: "failed", code: "too-large" });
  expect(await open().get("a", 50)).toMatchObject({ kind: "got" });
});

test("an object that is replaced while it is read is not mixed with what replaces it", async () => {
  service.objects.set("/recordings-1/a", Buffer.from("the first object, and its end"));
  const read = open().read("a", 1_000)[Symbol.asyncIterator]();
  await read.next();
  service.objects.set("/recordings-1/a", Buffer.from("another one that is as long.."));
  const rest = async () => {
    for (let next = await read.next(); !next.done; next = await read.next());
  };
  await expect(rest()).rejects.toMatchObject({ code: "changed" });
});

testRows(
  [
    { title: "missing", status: undefined, code: "http-404", requests: 1 },
    { title: "forbidden", status: 403, code: "http-403", requests: 1 },
    { title: "in trouble, four times", status: 503, code: "http-503", requests: 4 },
  ],
  "an object that is $title",
  async ({ status, code, requests }) => {
    service.fail(status);
    await expect(readWhole("a")).rejects.toMatchObject({ code });
    expect(service.requests).toHaveLength(requests);
    service.requests.length = 0;
    expect(await open().get("a", 1_000)).toEqual({ kind: "failed", code });
    expect(service.requests).toHaveLength(requests);
  },
);

test("a store that cannot be reached", async () => {
  const store = open(10, "http://127.0.0.1:1");
  expect(await store.get("a", 10)).toEqual({ kind: "failed", code: "ECONNREFUSED" });
  expect(await store.list("")).toEqual({ kind: "failed", code: "ECONNREFUSED" });
  expect(await store.put("a", Buffer.from(""), "text/plain")).toEqual({
    kind: "failed",
    code: "ECONNREFUSED",
  });
});

test("a listing of several pages holds each key once", async () => {
  const keys = Array.from({ length: 7 }, (_, index) => `results/${index}`);
  for (const key of [...keys, "other/1"]) service.objects.set(`/recordings-1/${key}`, Buffer.from("x"));
  service.setPageSize(3);
  const listed = await open().list("results/");
  expect(listed).toEqual({ kind: "listed", objects: keys.map((key) => ({ key, size: 1 })) });
  expect(service.requests).toHaveLength(3);
});

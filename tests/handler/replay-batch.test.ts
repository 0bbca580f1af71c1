import { generateKeyPairSync } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { replayBatch } from "../../handlers/replay-batch.ts";
import { writeRecordingLines } from "../../lib/records/recording.ts";
import { type BatchTally, readTally } from "../../lib/replay/distributed.ts";
import { finishTally, mergeTallies, type Tally } from "../../lib/replay/tally.ts";
import { createRecordingOpener } from "../../lib/sinks/opening.ts";
import { createRecordingSealer } from "../../lib/sinks/sealing.ts";
import { openObjectStore } from "../../lib/store/object-store.ts";
import { type ObjectStore, startObjectStore } from "../../tools/object-store/object-store.ts";
import { createWorld, RULES, replayTraffic } from "../support/replay-sets.ts";
import { testRows } from "../support/table.ts";
import { createRecordingLine, createTraffic } from "../support/traffic.ts";

let service: ObjectStore;
beforeAll(async () => {
  service = await startObjectStore();
});
afterAll(() => service.close());
beforeEach(() => {
  service.objects.clear();
  service.fail(undefined);
});

const BUCKET = "recordings-1";
const { privateKey, publicKey } = generateKeyPairSync("x25519");
const sealer = createRecordingSealer(String(publicKey.export({ format: "jwk" }).x), () => 0);
const openOurs = createRecordingOpener(privateKey.export({ format: "jwk" }));

const before = createWorld(RULES.filter(({ id }) => id !== "names"));
const after = createWorld(RULES);
const lines = createTraffic(120, 3).map((request) => createRecordingLine(request));

function tallyHere(texts: readonly string[]): Tally {
  const replay = replayTraffic(before, after);
  for (const text of texts) replay.addLine(text);
  return finishTally(replay.tally);
}
/** As it is after it was written down. */
const writeJson = (tally: Tally) => JSON.parse(JSON.stringify(tally)) as Tally;

type Options = { readonly isLate?: () => boolean; readonly sizes?: number };

/** The worker over these objects of the bucket, and the tally that it wrote. */
async function runBatch(keys: readonly string[], { isLate = () => false, sizes }: Options = {}) {
  const store = openObjectStore({
    ...{ bucket: BUCKET, region: "eu-west-1", endpoint: service.url, rangeBytes: 4_000 },
    ...{ random: () => 0, now: Date.now, credentials: () => ({ accessKeyId: "a", secretAccessKey: "b" }) },
  });
  const objects = keys.map((key) => ({
    key,
    size: sizes ?? service.objects.get(`/${BUCKET}/${key}`)?.length ?? 0,
  }));
  const input = { kind: "batch", bucket: BUCKET, plan: "", results: "results/r", objects } as const;
  const result = await replayBatch(input, {
    ...{ store, isLate, replay: replayTraffic(before, after) },
    findOpener: async (id) => (id === "rec-1" ? openOurs : undefined),
  });
  const body = service.objects.get(`/${BUCKET}/${result.tally}`);
  const {
    objects: count,
    unread,
    ...tally
  } = readTally(gunzipSync(body ?? "").toString("utf8")) as BatchTally; // of a batch
  return { result, tally, count, unread };
}

const putObject = (key: string, content: string | Buffer) =>
  service.objects.set(`/${BUCKET}/${key}`, Buffer.from(content));

function sealLines(text: string, key = "rec-1"): readonly string[] {
  if (sealer.kind === "refused") throw new Error("a key of our own must be taken");
  const { requestId, time } = JSON.parse(text);
  const written = writeRecordingLines(sealer.seal(text), { requestId, time: Date.parse(time) }, key);
  return written.map((line) => JSON.stringify(line));
}
const sealed = lines.flatMap((line) => sealLines(line));

testRows(
  [
    { title: "lines", content: `${lines.join("\n")}\n` },
    { title: "lines without an end", content: lines.join("\n") },
    { title: "gzip", content: gzipSync(lines.join("\n")) },
    {
      title: "gzip in several members, as deliveries are put together",
      content: Buffer.concat(
        [lines.slice(0, 50), lines.slice(50)].map((part) => gzipSync(`${part.join("\n")}\n`)),
      ),
    },
    { title: "sealed lines", content: sealed.join("\n") },
    {
      title: "sealed lines of an export, after their time",
      content: gzipSync(sealed.map((line) => `2026-12-01T00:00:00.000Z ${line}`).join("\n")),
    },
    {
      title: "sealed lines of a subscription, ten a record",
      content: Array.from({ length: 12 }, (_, record) =>
        JSON.stringify({
          messageType: "DATA_MESSAGE",
          logEvents: sealed.slice(10 * record, 10 * record + 10).map((message) => ({ message })),
        }),
      ).join("\n"),
    },
  ],
  "an object of $title: the tally of this machine",
  async ({ content }) => {
    putObject("recordings/a", content);
    const { result, tally, count, unread } = await runBatch(["recordings/a"]);
    expect(tally).toEqual(writeJson(tallyHere(lines)));
    expect([count, unread]).toEqual([1, []]);
    expect(result).toEqual({
      tally: expect.stringMatching(/^results\/r\/tallies\/[0-9a-f]{32}\.json\.gz$/),
      ...{ requests: 120, objects: 1, unread: 0 },
    });
  },
);

test("law: however objects are made of the lines, and batches of the objects, the tallies merge to the same", async () => {
  const whole = writeJson(tallyHere(lines));
  const cut = fc.array(fc.nat(5), { minLength: lines.length, maxLength: lines.length });
  await fc.assert(
    fc.asyncProperty(cut, fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }), async (places, batches) => {
      service.objects.clear();
      const keys = [0, 1, 2, 3, 4, 5].map((object) => {
        const part = lines.filter((_, index) => places[index] === object);
        const texts = object % 2 === 0 ? part : part.flatMap((line) => sealLines(line));
        putObject(`recordings/${object}`, object % 3 === 0 ? gzipSync(texts.join("\n")) : texts.join("\n"));
        return `recordings/${object}`;
      });
      const tallies: Tally[] = [];
      for (const batch of [0, 1, 2]) {
        const ofBatch = keys.filter((_, index) => batches[index] === batch);
        if (ofBatch.length > 0) tallies.push((await runBatch(ofBatch)).tally);
      }
      expect(writeJson(mergeTallies(tallies))).toEqual(whole);
    }),
    { numRuns: 5 },
  );
});

test("a second attempt takes the place of the first", async () => {
  putObject("recordings/a", lines.join("\n"));
  const first = await runBatch(["recordings/a"]);
  const second = await runBatch(["recordings/a"]);
  expect(second).toEqual(first);
  expect([...service.objects.keys()].filter((key) => key.includes("/tallies/"))).toHaveLength(1);
});

test("recordings that cannot be opened are counted by why", async () => {
  const long = JSON.stringify({ ...JSON.parse(lines[0] ?? ""), filler: "x".repeat(400_000) });
  const [first = "", ...rest] = sealLines(long);
  putObject(
    "recordings/a",
    [
      ...sealLines(lines[1] ?? "", "rec-2"),
      (sealed[2] ?? "").replace(/.{3}"}$/, 'AAA"}'),
      sealed[3],
      first, // the other parts stand in another object
    ].join("\n"),
  );
  putObject("recordings/b", rest.join("\n"));
  putObject("recordings/c", [first, ...rest].join("\n"));
  const { tally } = await runBatch(["recordings/a", "recordings/b", "recordings/c"]);
  expect(tally.skipped).toEqual({ "key-missing": 1, "not-opened": 1, "part-missing": 2 });
  expect(tally.requests).toBe(2);
});

const zipped = gzipSync(lines.join("\n"));

testRows(
  [
    { title: "missing", key: "recordings/none", content: undefined, reason: "http-404" },
    { title: "broken", key: "recordings/a", content: zipped.subarray(0, 900), reason: "Z_BUF_ERROR" },
  ],
  "an object that is $title is named, and the others are read",
  async ({ key, content, reason }) => {
    if (content !== undefined) putObject(key, content);
    putObject("recordings/z", lines.join("\n"));
    const { tally, unread, result } = await runBatch([key, "recordings/z"]);
    expect(unread).toEqual([{ key, reason, lines: expect.any(Number) }]);
    expect(result.unread).toBe(1);
    expect(tally.requests - (unread[0]?.lines ?? 0)).toBe(120);
  },
);

test("an object above 2 GiB is named and not read", async () => {
  const { unread } = await runBatch(["recordings/a"], { sizes: 2 ** 31 + 1 });
  expect(unread).toEqual([{ key: "recordings/a", reason: "too-large", lines: 0 }]);
});

test("when the time is over, it says of each object from which line on it was not read", async () => {
  const many = createTraffic(600, 4).map((request) => createRecordingLine(request));
  putObject("recordings/a", many.join("\n"));
  putObject("recordings/b", lines.join("\n"));
  let asked = 0;
  const { tally, unread } = await runBatch(["recordings/a", "recordings/b"], { isLate: () => ++asked > 3 });
  expect(unread).toEqual([
    { key: "recordings/a", reason: "no-time", lines: 512 },
    { key: "recordings/b", reason: "no-time", lines: 0 },
  ]);
  expect(tally).toEqual(writeJson(tallyHere(many.slice(0, 512))));
});

test("a tally that cannot be written is a fault, so that the batch is tried again", async () => {
  service.fail(403);
  await expect(runBatch(["recordings/a"])).rejects.toThrow(/tallies\/.* cannot be written: http-403/);
});

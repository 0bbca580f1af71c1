import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { nameBatchTally } from "../../../lib/replay/distributed.ts";
import { sha256 } from "../../../lib/store/sha256.ts";
import { testRows } from "../../support/table.ts";
import { createRecordingLine, createTraffic } from "../../support/traffic.ts";
import { type StageWorld, startStageWorld } from "../stage/stage-world.ts";

const RULE = `rules:
  - id: live
    on: "*.CallbackBeforeCreate*"
    when: groupType == "AVChatRoom"
    deny: {}
`;
const lines = createTraffic(200, 5).map((request) => createRecordingLine(request));
const cut = [lines.slice(0, 70), lines.slice(70, 150), lines.slice(150)];
const KEYS = ["recordings/a", "recordings/b", "recordings/c"];

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
  world.write({
    "policies/creation.yaml": RULE,
    ...Object.fromEntries(cut.map((part, index) => [`part-${index}.jsonl`, part.join("\n")])),
    "all.jsonl": lines.join("\n"),
  });
});
afterEach(() => world.close());

/** The files of a run, each of its batches with one object, as the worker and the state machine write them. */
async function createRun(): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const [index, key] of KEYS.entries()) {
    await world.chatgate(`replay part-${index}.jsonl --tally t.json`);
    const tally = { ...JSON.parse(world.file("t.json")), objects: 1, unread: [] };
    files.set(`tallies/${nameBatchTally([key], sha256)}`, gzipSync(JSON.stringify(tally)));
  }
  const plan = {
    ...{ v: 1, names: { before: "what was recorded", after: "set 42" }, before: "recorded", after: [] },
    ...{ from: 0, to: 1, keyCheck: "0123456789abcdef" },
  };
  files.set("plan.json.gz", gzipSync(JSON.stringify(plan)));
  files.set("map/uuid/manifest.json", Buffer.from('{"DestinationBucket":"b","ResultFiles":{}}'));
  files.set("map/uuid/SUCCEEDED_0.json", describeExecutions("SUCCEEDED", ...KEYS.map((key) => [key])));
  return files;
}

const describeExecutions = (Status: string, ...batches: readonly (readonly string[])[]) =>
  Buffer.from(
    JSON.stringify(
      batches.map((keys) => ({
        Status,
        Input: JSON.stringify({ BatchInput: {}, Items: keys.map((Key) => ({ Key, Size: 1 })) }),
      })),
    ),
  );

function writeFolder(files: ReadonlyMap<string, Buffer>): string {
  for (const [name, body] of files) {
    const path = join(world.folder, "run", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, body);
  }
  return "run";
}

function writeBucket(files: ReadonlyMap<string, Buffer>): string {
  for (const [name, body] of files) world.bucket.objects.set(`/replay-1/results/friday/${name}`, body);
  world.bucket.objects.set("/replay-1/results/monday/plan.json.gz", Buffer.from("of another run"));
  return "s3://replay-1/results/friday/";
}

/** Of JSON, what does not tell how it was counted. */
function readCounts(out: string) {
  const { before: _, after: __, tallies: ___, unread: ____, unfinished: _____, ...counts } = JSON.parse(out);
  return counts;
}

testRows(
  [
    { title: "a folder", write: writeFolder },
    { title: "a bucket, in pages", write: writeBucket },
  ],
  "$title of a distributed replay: text, JSON and page as of one run",
  async ({ write }) => {
    world.bucket.setPageSize(2);
    const place = write(await createRun());
    const whole = await world.chatgate("replay all.jsonl --json");
    const merged = await world.chatgate(`replay merge ${place} --json`);
    expect([merged.code, merged.err]).toEqual([0, ""]);
    // As text: the order of what is equal is the same too.
    expect(JSON.stringify(readCounts(merged.out))).toBe(JSON.stringify(readCounts(whole.out)));
    expect(JSON.parse(merged.out)).toMatchObject({
      ...{ requests: 200, before: "what was recorded", after: "set 42" },
      ...{ tallies: 3, unread: [], unfinished: [] },
    });
    const [text, mergedText] = [
      await world.chatgate("replay all.jsonl --report whole.html"),
      await world.chatgate(`replay merge ${place} --report merged.html`),
    ];
    // The first line has the names of the sets and the seconds.
    const strip = (report: string) => report.split("\n").slice(1).join("\n");
    expect(strip(mergedText.out)).toBe(strip(text.out));
    const readPage = (file: string) =>
      readFileSync(join(world.folder, file), "utf8")
        .replace(/set 42|policies|what was recorded/g, "")
        .replace(/\d+\.\d s/g, "");
    expect(readPage("merged.html")).toBe(readPage("whole.html"));
  },
);

test("a run whose state machine has not written what it did is not complete", async () => {
  const files = await createRun();
  files.delete("map/uuid/manifest.json");
  const { code, out, err } = await world.chatgate(`replay merge ${writeFolder(files)}`);
  expect(code).toBe(2);
  expect(out).toMatch(/^200 requests.* set 42 · incomplete against what was recorded\n/);
  expect(err).toMatch(/^chatgate: "run\/".* \[replay-unfinished\]$/);
});

test("what was not read is named, with why", async () => {
  const files = await createRun();
  const [first = "", second = ""] = files.keys();
  files.delete(first);
  files.set("map/uuid/FAILED_0.json", describeExecutions("FAILED", ["recordings/d", "recordings/e"]));
  files.set("map/uuid/PENDING_0.json", describeExecutions("PENDING", ["recordings/f"]));
  const tally = {
    requests: 0,
    rules: {},
    ...{ v: 1, commands: {}, accounts: {}, hours: {}, samples: {}, skipped: {}, isWeighted: false },
    ...{ refusedBefore: 0, refusedAfter: 0, cannotTell: 0 },
    changes: { newlyRefused: 0, newlyAllowed: 0, answeredOtherwise: 0 },
    unread: [
      { key: "recordings/b", reason: "no-time", lines: 512 },
      { key: "recordings/\u001b[31m", reason: "http-403", lines: 0 },
    ],
  };
  files.set(second, gzipSync(JSON.stringify(tally)));
  const place = writeFolder(files);
  const text = await world.chatgate(`replay merge ${place}`);
  expect(text.code).toBe(2);
  expect(text.err.match(/\[replay-object-unread\]$/gm)).toHaveLength(6);
  expect(text.err).toContain('"recordings/\\u{1b}[31m" was not read (http-403)');
  const { code, out, err } = await world.chatgate(`replay merge ${place} --json`);
  const { ok, diagnostics, unread } = JSON.parse(out);
  expect({ code, err, ok }).toEqual({ code: 2, err: "", ok: false });
  expect(diagnostics.map(({ code, token }: Record<string, string>) => `${code} ${token}`)).toEqual([
    "replay-object-unread recordings/b",
    "replay-object-unread recordings/\\u{1b}[31m",
    "replay-object-unread recordings/d",
    "replay-object-unread recordings/e",
    "replay-object-unread recordings/f",
    "replay-object-unread recordings/a",
  ]);
  expect(unread).toHaveLength(6);
});

test("of many objects that were not read, the first ten are named", async () => {
  const files = await createRun();
  const keys = Array.from({ length: 13 }, (_, index) => `recordings/more-${index}`);
  files.set("map/uuid/FAILED_0.json", describeExecutions("FAILED", keys));
  const { out } = await world.chatgate(`replay merge ${writeFolder(files)} --json`);
  const { diagnostics, unread } = JSON.parse(out);
  expect(diagnostics).toHaveLength(11);
  expect(diagnostics.at(-1)).toMatchObject({ code: "replay-more-unread" });
  expect(unread).toHaveLength(13);
});

test("a failed batch that was run again counts as done", async () => {
  const files = await createRun();
  files.set("map/uuid/FAILED_0.json", describeExecutions("FAILED", ["recordings/a"]));
  expect(await world.chatgate(`replay merge ${writeFolder(files)}`)).toMatchObject({ code: 0, err: "" });
});

test("limits hold for merged tallies too, and what is missing goes before them", async () => {
  const files = await createRun();
  const place = writeFolder(files);
  expect((await world.chatgate(`replay merge ${place} --fail-if "newly-refused>0"`)).code).toBe(1);
  files.set("map/uuid/FAILED_0.json", describeExecutions("FAILED", ["recordings/d"]));
  writeFolder(files);
  const { code, out } = await world.chatgate(`replay merge ${place} --json --fail-if "newly-refused>0"`);
  const codes = JSON.parse(out).diagnostics.map((found: { readonly code: string }) => found.code);
  expect([code, codes]).toEqual([2, ["replay-object-unread", "limit-exceeded"]]);
});

testRows(
  [
    { title: "nothing there", place: "none", code: "file-missing", token: "none" },
    { title: "an empty folder", place: "empty", code: "tally-missing", token: "empty" },
    {
      title: "another file",
      place: "policies/creation.yaml",
      ...{ code: "tally-invalid", token: "policies/creation.yaml" },
    },
    { title: "no bucket's name", place: "s3://", code: "usage", token: undefined },
    {
      title: "an empty bucket",
      place: "s3://replay-1/results",
      ...{ code: "tally-missing", token: "s3://replay-1/results" },
    },
    { title: "a broken file", place: "broken.json", code: "replay-file-invalid", token: "broken.json" },
    {
      title: "a foreign plan",
      place: "foreign",
      ...{ code: "replay-file-invalid", token: "foreign/plan.json.gz" },
    },
    {
      title: "a foreign record",
      place: "record",
      ...{ code: "replay-file-invalid", token: "record/map/FAILED_0.json" },
    },
    {
      title: "what cannot be read",
      place: "unreadable",
      code: "file-unreadable",
      token: "unreadable/a.json",
    },
  ],
  "nothing is merged: $title",
  async ({ place, code, token }) => {
    mkdirSync(join(world.folder, "empty"));
    mkdirSync(join(world.folder, "unreadable/a.json"), { recursive: true });
    writeFileSync(join(world.folder, "broken.json"), gzipSync("{}").subarray(0, 12));
    world.write({ "foreign/plan.json.gz": "{}", "record/map/FAILED_0.json": '[{"Input":"{}"}]' });
    const ran = await world.chatgate(`replay merge ${place} --json`);
    expect([ran.code, ran.err]).toEqual([2, ""]);
    const { diagnostics } = JSON.parse(ran.out);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code, ...(token !== undefined && { token }) });
  },
);

test("a bucket that cannot be listed", async () => {
  world.bucket.fail(403);
  const { code, err } = await world.chatgate("replay merge s3://replay-1/results/friday");
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(
      /^chatgate: s3:\/\/replay-1\/results\/friday: .*\(http-403\).*\[bucket-unusable\]$/,
    ),
  ]);
});

test("a bucket without AWS credentials", async () => {
  const env = { AWS_PROFILE: "nobody", AWS_SHARED_CREDENTIALS_FILE: "none", AWS_CONFIG_FILE: "none" };
  const { code, err } = await world.chatgate("replay merge s3://replay-1/results/friday", { env });
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/^chatgate: s3:\/\/replay-1\/results\/friday: .*\[aws-credentials-missing\]$/),
  });
});

describe("replay candidate", () => {
  test("writes what the worker reads: settings, documents and lists, and no secret", async () => {
    world.write({ "policies/settings.yaml": "sdkAppIds: [1]\n" });
    const { code, out } = await world.chatgate("replay candidate --json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, file: "candidate.json", hasLimits: false });
    const { v, parameters } = JSON.parse(world.file("candidate.json"));
    expect([v, parameters.map(({ name }: { readonly name: string }) => name)]).toEqual([
      1,
      ["lists/reserved", "policies/creation", "settings"],
    ]);
    expect(world.file("candidate.json")).not.toContain("xxxxyyyy");
  });

  test("says of limits that only one machine can replay them", async () => {
    world.write({
      "policies/creation.yaml": RULE.replace(/when: .*/, "limit: { max: 1, per: 1h, by: operator }"),
    });
    const { code, out } = await world.chatgate("replay candidate --out next.json");
    expect(code).toBe(0);
    expect(out).toBe(
      'Wrote policies to next.json. It has limits, which only one machine can replay: give "limits": "leave-out" to compare the rest.',
    );
  });

  test("policies that do not check are not written", async () => {
    world.write({ "policies/creation.yaml": "rules: []\n" });
    const { code, err } = await world.chatgate("replay candidate");
    expect(code).toBe(2);
    expect(err).toContain("Nothing can be replayed until the policies are valid.");
    expect(() => world.file("candidate.json")).toThrow("ENOENT");
  });
});

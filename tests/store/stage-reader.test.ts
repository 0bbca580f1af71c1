import { createHash } from "node:crypto";
import fc from "fast-check";
import { MAX_PACK_PARTS, packNames } from "../../lib/policy-set/pack.ts";
import type { Parameter } from "../../lib/policy-set/parameter.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import type { ReadResult } from "../../lib/store/source.ts";
import { createStageReader } from "../../lib/store/stage-reader.ts";
import { createMemoryStage, type Documents, PATH } from "../support/memory-stage.ts";
import { testRows } from "../support/table.ts";

const SETTINGS = '{"sdkAppIds":[1]}';
const FIRST: Documents = {
  settings: SETTINGS,
  "policies/a": "a1",
  "policies/b": "b1",
  "lists/l/001": "x\ny",
};

/** Values by name, manifest left out; or why there are none. */
function valuesIn(result: ReadResult): Documents | string {
  if (result.kind === "failed") return result.reason;
  const shown = result.parameters.filter(({ name }) => name !== "manifest");
  return Object.fromEntries(shown.map(({ name, value }) => [name, value]));
}

async function setUp(documents: Documents = FIRST, options: { readonly withPack?: boolean } = {}) {
  const stage = createMemoryStage();
  await stage.push(documents, options);
  stage.putSecret("tokens", "one");
  stage.putSecret("audit-key", "key");
  const reader = createStageReader(PATH, stage.ports);
  const read = async () => valuesIn(await reader.read(0));
  /** The calls of one more read, each as its names without the stage's path. */
  const countCalls = async () => {
    stage.calls.length = 0;
    await read();
    return stage.calls.map(({ names }) => names.map((name) => name.replace(/^\/chatgate[^/]*\/dev\//, "")));
  };
  return { stage, read, countCalls };
}

const SECRETS = { "audit-key": "key", tokens: "one" };
const POLL = ["manifest", "tokens"];
const COLD = ["manifest", ...packNames, "tokens", "audit-key"];

describe("calls", () => {
  test("a cold start is one, decrypted, and a poll is one, not decrypted", async () => {
    const { stage, read, countCalls } = await setUp();
    expect(await read()).toEqual({ ...FIRST, ...SECRETS });
    expect(stage.calls).toEqual([
      {
        names: [
          ...["manifest", ...packNames].map((name) => `/chatgate/dev/${name}`),
          "/chatgate-secrets/dev/tokens",
          "/chatgate-secrets/dev/audit-key",
        ],
        decrypt: true,
      },
    ]);
    expect(await countCalls()).toEqual([POLL]);
    expect(stage.calls.map(({ decrypt }) => decrypt)).toEqual([false]);
    expect(await read()).toEqual({ ...FIRST, ...SECRETS });
    expect(stage.listings).toEqual([]);
  });

  test("a change costs what changed", async () => {
    const { stage, read, countCalls } = await setUp();
    await read();
    await stage.push({ ...FIRST, "policies/b": "b2", "policies/c": "c1" });
    expect(await countCalls()).toEqual([POLL, ["policies/b:2", "policies/c:1"]]);
    expect(await read()).toEqual({ ...FIRST, ...SECRETS, "policies/b": "b2", "policies/c": "c1" });
    expect(await countCalls()).toEqual([POLL]);
  });

  test("a rotated token costs one call, and is read decrypted", async () => {
    const { stage, read, countCalls } = await setUp();
    await read();
    stage.putSecret("tokens", "two");
    expect(await countCalls()).toEqual([POLL, ["tokens", "audit-key"]]);
    expect(await read()).toMatchObject({ tokens: "two" });
  });

  test("without a pack, what the manifest names is read in tens", async () => {
    const many = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`policies/p${at + 10}`, `${at}`]));
    const { countCalls } = await setUp(many, { withPack: false });
    const calls = await countCalls();
    expect(calls.map(({ length }) => length)).toEqual([10, 10, 10, 5]);
    expect(calls[0]).toEqual(COLD);
  });

  test("a stage that was never pushed to is listed, and read by its manifest once it has one", async () => {
    const stage = createMemoryStage();
    for (const [name, value] of Object.entries(FIRST)) stage.put(name, value);
    stage.put("tokens", "beside the policies");
    stage.putSecret("tokens", "one");
    const reader = createStageReader(PATH, stage.ports);
    for (const _ of [1, 2]) {
      stage.calls.length = 0;
      expect(valuesIn(await reader.read(0))).toEqual({ ...FIRST, tokens: "one" });
      expect(stage.calls).toHaveLength(1);
    }
    await stage.push({ ...FIRST, "policies/a": "a2" });
    expect(valuesIn(await reader.read(0))).toEqual({ ...FIRST, "policies/a": "a2", tokens: "one" });
    stage.listings.length = 0;
    await reader.read(0);
    expect(stage.listings).toEqual([]);
  });
});

describe("what is had is not asked for again", () => {
  test("when some of a set's documents cannot be read, the next read asks for the others only", async () => {
    const many = Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`policies/p${at + 10}`, `${at}`]));
    const stage = createMemoryStage();
    await stage.push(many, { withPack: false });
    let failing = true;
    const reader = createStageReader(PATH, {
      ...stage.ports,
      getParameters: async (names, decrypt, deadline) =>
        failing && names.length === 5
          ? { kind: "failed", reason: "throttled" }
          : stage.ports.getParameters(names, decrypt, deadline),
    });
    expect(valuesIn(await reader.read(0))).toBe("throttled");
    failing = false;
    stage.calls.length = 0;
    expect(valuesIn(await reader.read(0))).toEqual(many);
    expect(stage.calls.map(({ names }) => names.length)).toEqual([10, 5]);
  });
});

describe("a manifest that cannot be read", () => {
  testRows<{ readonly name: string; readonly manifest: string; readonly expected: string }>(
    [
      {
        name: "a format of the future",
        manifest: '{"format":3,"by":"mira","reason":"why","sets":[]}',
        expected: "the manifest has format 3, and this function reads up to 2: deploy a newer chatgate",
      },
      {
        name: "not JSON",
        manifest: "{",
        expected: "the manifest is invalid: push the set again, or delete that parameter",
      },
      {
        name: "a format that is no number",
        manifest: '{"format":"2","by":"mira","reason":"why","documents":{}}',
        expected: "the manifest is invalid: push the set again, or delete that parameter",
      },
    ],
    "$name fails the read, and the next good one is taken",
    async ({ manifest, expected }) => {
      const { stage, read } = await setUp();
      await read();
      stage.put("manifest", manifest);
      expect(await read()).toBe(expected);
      await stage.push({ ...FIRST, "policies/a": "a2" });
      expect(await read()).toEqual({ ...FIRST, ...SECRETS, "policies/a": "a2" });
    },
  );
});

describe("lists in the bucket", () => {
  const TEXT = "mallory\ntrent";
  const object = {
    name: "lists/long",
    bucket: "chatgate-lists",
    sha256: createHash("sha256").update(TEXT).digest("hex"),
    bytes: TEXT.length,
  };

  test("are part of the set, and are read once for each content", async () => {
    const { stage, read } = await setUp();
    stage.objects.set(object.sha256, TEXT);
    await stage.push(FIRST, { lists: [object] });
    expect(await read()).toEqual({ ...FIRST, ...SECRETS, "lists/long": TEXT });
    stage.objects.clear();
    await stage.push({ ...FIRST, "policies/a": "a2" }, { lists: [object] });
    expect(await read()).toEqual({ ...FIRST, ...SECRETS, "lists/long": TEXT, "policies/a": "a2" });
  });

  test("that cannot be had at a cold start are marked, until they can", async () => {
    const { stage } = await setUp();
    await stage.push(FIRST, { lists: [object] });
    const reader = createStageReader(PATH, stage.ports);
    const long = async () => {
      const result = await reader.read(0);
      return result.kind === "read" ? result.parameters.find(({ name }) => name === "lists/long") : result;
    };
    expect(await long()).toMatchObject({ value: "", unavailable: "HTTP 404" });
    expect(await long()).toMatchObject({ value: "", unavailable: "HTTP 404" });
    stage.objects.set(object.sha256, TEXT);
    const had: Parameter = { name: "lists/long", value: TEXT, version: object.sha256.slice(0, 16) };
    expect(await long()).toEqual(had);
  });

  test("that cannot be had later fail the read, so that the last good set stays", async () => {
    const { stage, read } = await setUp();
    await read();
    await stage.push(FIRST, { lists: [object] });
    expect(await read()).toBe("lists/long cannot be had: HTTP 404");
    stage.objects.set(object.sha256, TEXT);
    expect(await read()).toMatchObject({ "lists/long": TEXT });
  });
});

/** Sets that differ in every document, so that a mixture shows. */
const setNumber = (number: number, documents: number): Documents =>
  Object.fromEntries([
    ["settings", `settings ${number}`],
    ...Array.from({ length: documents }, (_, at) => [`policies/p${at}`, `p${at} ${number}`]),
  ]);

test("pushes and reads interleaved in every order: no read fails, none sees a mixture", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ documents: fc.nat(3), withPack: fc.boolean() }), { minLength: 1, maxLength: 3 }),
      async (scheduler, pushes) => {
        const sets = [{ documents: 2, withPack: true }, ...pushes].map(({ documents, withPack }, number) => ({
          withPack,
          values: setNumber(number, documents),
        }));
        let isScheduled = false;
        const stage = createMemoryStage(async () => {
          if (isScheduled) await scheduler.schedule(Promise.resolve());
        });
        const [first, ...later] = sets;
        await stage.push(first?.values ?? {});
        isScheduled = true;
        const results: ReadResult[] = [];
        const readers = [1, 2].map(async () => {
          const reader = createStageReader(PATH, stage.ports);
          for (const _ of [1, 2, 3]) results.push(await reader.read(0));
        });
        const writer = async () => {
          for (const { values, withPack } of later) await stage.push(values, { withPack });
        };
        const work = Promise.all([...readers, writer()]);
        await scheduler.waitFor(work);
        expect(results).toHaveLength(6);
        for (const result of results)
          expect(sets.map(({ values }) => values)).toContainEqual(valuesIn(result));
      },
    ),
    { numRuns: 200 },
  );
});

test("a torn, stale or forged pack changes nothing but calls", async () => {
  const forged = (rows: unknown) => gzipCodec.compress(JSON.stringify(rows));
  const part = fc.oneof(
    fc.constantFrom("-", "", "!", forged([]), gzipCodec.compress("not JSON")),
    fc.string({ minLength: 1 }),
    fc
      .array(
        fc.tuple(fc.constantFrom(...Object.keys(FIRST), "tokens"), fc.constantFrom("1", "2"), fc.string()),
      )
      .map(forged),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(MAX_PACK_PARTS - 1), part), { minLength: 1 }),
      async (changes) => {
        const { stage, read } = await setUp();
        for (const [index, value] of changes) stage.put(packNames[index] ?? "", value);
        expect(await read()).toEqual({ ...FIRST, ...SECRETS });
        expect(stage.calls.length).toBeLessThanOrEqual(2);
      },
    ),
  );
});

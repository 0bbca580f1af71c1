import { createHash } from "node:crypto";
import { formatManifest } from "../../lib/policy-set/manifest.ts";
import { formatPack, packNames } from "../../lib/policy-set/pack.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { Source } from "../../lib/store/source.ts";
import { createSsmSource, type SsmOptions } from "../../lib/store/ssm.ts";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { testRows } from "../support/table.ts";

type Reader = (options: SsmOptions) => Source;
const { ssmSource: oldSource }: { readonly ssmSource: Reader } = require("../fixtures/readers/b55ee69.cjs");

const SET = { settings: '{"sdkAppIds":[1]}', "policies/a": "a", "lists/l/001": "x\ny", "lists/l/002": "z" };
const LATER = { ...SET, "policies/a": "a2", "policies/b": "b" };

let store: ParameterStore;
beforeEach(async () => {
  store = await startParameterStore();
  store.put("/chatgate-secrets/dev/tokens", "token", { type: "SecureString" });
  store.put("/chatgate-secrets/dev/audit-key", "key", { type: "SecureString" });
  store.put("/chatgate/dev/reader", "2");
  store.put("/chatgate/dev/bucket", "chatgate-lists");
});
afterEach(() => store.close());

const putParameter = (name: string, value: string) => store.put(`/chatgate/dev/${name}`, value);

type Written = readonly { readonly name: string; readonly value: string; readonly version: string }[];

/** The steps of a push, each of which may be the last that happens. */
function listSteps(documents: Readonly<Record<string, string>>): readonly (() => void)[] {
  const written: { name: string; value: string; version: string }[] = [];
  const documentSteps = Object.entries(documents).map(([name, value]) => () => {
    written.push({ name, value, version: String(putParameter(name, value)) });
  });
  const pack = (index: number) => () => {
    putParameter(packNames[index] ?? "", formatPack(written, gzipCodec)?.[index] ?? "-");
  };
  const manifest = () => putParameter("manifest", formatManifest("mira", "why", written as Written, sha256));
  return [...documentSteps, ...packNames.map((_, index) => pack(index)), manifest];
}

async function readValues(reader: Reader): Promise<unknown> {
  const result = await reader({
    path: "/chatgate/dev",
    region: "eu-west-1",
    endpoint: store.url,
    credentials: () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" }),
  }).read();
  if (result.kind === "failed") return result.reason;
  const ofTheSet = result.parameters.filter(({ name }) => /^(settings|policies|lists|tokens)/.test(name));
  return Object.fromEntries(ofTheSet.map(({ name, value }) => [name, value]));
}

const readers: readonly { readonly name: string; readonly reader: Reader }[] = [
  { name: "the reader of b55ee69", reader: oldSource },
  { name: "this reader", reader: createSsmSource },
];

testRows(readers, "$name reads whole sets at every step of a push with a pack", async ({ reader }) => {
  for (const step of listSteps(SET)) step();
  expect(await readValues(reader)).toEqual({ ...SET, tokens: "token" });
  const steps = listSteps(LATER);
  for (const [index, step] of steps.entries()) {
    step();
    const expected = index === steps.length - 1 ? LATER : SET;
    expect(await readValues(reader)).toEqual({ ...expected, tokens: "token" });
  }
});

test("the reader of b55ee69 refuses a set with lists in the bucket: push must not write one for it", async () => {
  for (const step of listSteps(SET)) step();
  const digest = createHash("sha256").update("x").digest("hex");
  const object = { name: "lists/long", bucket: "chatgate-lists", sha256: digest, bytes: 1 };
  putParameter("manifest", formatManifest("mira", "why", [], sha256, [object]));
  expect(await readValues(oldSource)).toContain("manifest is not one");
});

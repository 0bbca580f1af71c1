import { formatManifest } from "../../lib/policy-set/manifest.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import type { SsmOptions } from "../../lib/store/ssm.ts";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { testRows } from "../support/table.ts";
import { createTestSource, listNames, PATIENT, readReason } from "./read-ssm.ts";

const _keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" };

let store: ParameterStore;

beforeEach(async () => {
  store = await startParameterStore();
});

afterEach(() => store.close());

const createSource = (options?: Partial<SsmOptions>) => createTestSource(store, { ...PATIENT, ...options });
const readStage = (options?: Partial<SsmOptions>) => createSource(options).read();
describe("a manifest", () => {
  const under = (name: string) => `/chatgate/dev/${name}`;
  const documents = {
    "lists/barred": "mallory",
    "lists/names/001": "a\nb",
    "lists/names/002": "c",
    "policies/create": '{"rules":[]}',
    settings: "{}",
  };
  const parameters = Object.entries(documents).map(([name, value]) => ({ name, value, version: "1" }));
  const set = {
    kind: "read",
    parameters: expect.arrayContaining(parameters.map((one) => expect.objectContaining(one))),
  };
  beforeEach(() => {
    for (const { name, value } of parameters) store.put(under(name), value);
    store.put(under("manifest"), formatManifest("mira", "first", parameters, sha256));
    store.put("/chatgate-secrets/dev/tokens", "token", { type: "SecureString" });
  });

  test("what it names is read, and the tokens; other names are not", async () => {
    store.put(under("notes"), "not part of any set");
    expect(listNames(await readStage())).toEqual([
      "lists/barred",
      "lists/names/001",
      "lists/names/002",
      "manifest",
      "policies/create",
      "settings",
      "tokens",
    ]);
    expect([store.count("GetParameters"), store.count("GetParametersByPath")]).toEqual([2, 0]);
  });

  test("newer versions and further parameters, as in the middle of a push, are not in force", async () => {
    for (const { name } of parameters) store.put(under(name), "half written");
    for (const name of ["lists/names/003", "policies/added"]) store.put(under(name), "half written");
    const result = await readStage();
    expect(result).toEqual(set);
    expect(listNames(result)).toHaveLength(parameters.length + 2);
    expect(store.requests.map(({ body }) => body)).toEqual([
      expect.objectContaining({ WithDecryption: true }),
      { Names: parameters.map(({ name }) => `${under(name)}:1`), WithDecryption: false },
    ]);
  });

  test("25 versions are asked for in tens, at once", async () => {
    const many = Array.from({ length: 25 }, (_, at) => ({
      name: `policies/p${at + 10}`,
      value: String(at),
      version: "1",
    }));
    for (const { name, value } of many) store.put(under(name), value);
    store.put(under("manifest"), formatManifest("mira", "many", many, sha256));
    for (const { name } of many) store.put(under(name), "half written");
    expect(listNames(await readStage())).toEqual(["manifest", ...many.map(({ name }) => name), "tokens"]);
    expect(store.count("GetParameters")).toBe(4);
  });

  test("without the right to read versions, the message names it", async () => {
    store.put(under("settings"), "half written");
    store.fault({ accessDenied: "/chatgate/dev/settings:1" });
    expect(readReason(await readStage())).toBe(
      "GetParameters /chatgate/dev: AccessDeniedException, HTTP 400: allow the role ssm:GetParameters on parameter/chatgate/dev/*",
    );
  });

  testRows<{ readonly name: string; readonly change: () => void; readonly expected: string }>(
    [
      {
        name: "a document deleted by hand",
        change: () => store.remove(under("policies/create")),
        expected: "set 1 cannot be had: policies/create:1 is lacking: push it again",
      },
      {
        name: "a document deleted and made anew by hand, at the same version",
        change: () => [store.remove(under("policies/create")), store.put(under("policies/create"), "{}")],
        expected: "set 1 cannot be had: policies/create is altered: push it again",
      },
      {
        name: "not a manifest",
        change: () => store.put(under("manifest"), '{"set":1}'),
        expected: "the manifest is invalid: push the set again",
      },
      {
        name: "not JSON",
        change: () => store.put(under("manifest"), "{"),
        expected: "the manifest is invalid: push the set again",
      },
    ],
    "$name fails the read",
    async ({ change, expected }) => {
      change();
      expect(readReason(await readStage())).toMatch(expected);
    },
  );
});

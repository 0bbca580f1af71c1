import fc from "fast-check";
import {
  findPinnedSet,
  formatManifest,
  formatPartName,
  parseManifest,
  readManifestFormat,
} from "../../lib/policy-set/manifest.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { testRows } from "../support/table.ts";

const at = (name: string, version: number, value = `${name}@${version}`) => ({
  name,
  value,
  version: String(version),
});
const readDocuments = (text: string) => JSON.parse(text).documents;

test("a document has an entry of its own, the numbered parts of a list one together", () => {
  const parameters = [
    at("settings", 3),
    at("policies/creation", 12),
    at("lists/reserved", 1),
    at("lists/names/001", 4),
    at("lists/names/002", 1),
    at("lists/gaps/001", 1),
    at("lists/gaps/003", 1),
    at("tokens", 1),
    at("notes", 1),
  ];
  const text = formatManifest("mira", "why", parameters, sha256);
  expect(Object.entries(readDocuments(text)).map(([key, pin]) => [key, String(pin).split(":")[0]])).toEqual([
    ["lists/gaps/", "1"],
    ["lists/gaps/003", "1"],
    ["lists/names/", "4,1"],
    ["lists/reserved", "1"],
    ["policies/creation", "12"],
    ["settings", "3"],
  ]);
});

test("lists in the bucket are named with the bucket, in format 2; without one the format is not said", () => {
  const list = { name: "lists/long", bucket: "chatgate-lists", sha256: "a".repeat(64), bytes: 40_000 };
  const text = formatManifest("mira", "why", [at("settings", 1)], sha256, [list]);
  expect(JSON.parse(text)).toMatchObject({
    format: 2,
    bucket: "chatgate-lists",
    documents: { "lists/long": `s3:${"a".repeat(64)}:40000` },
  });
  expect(parseManifest(text)).toMatchObject({
    objects: [list],
    entries: [{ pins: [{ name: "settings", version: "1" }] }],
  });
  const pinsAlone = formatManifest("mira", "why", [at("settings", 1)], sha256);
  expect([JSON.parse(pinsAlone).format, readManifestFormat(pinsAlone)]).toEqual([undefined, 1]);
});

test("40 documents and a list of 250 parts fit into a standard parameter", () => {
  const documents = Array.from({ length: 40 }, (_, index) => at(`policies/a-document-${index}`, 10));
  const parts = Array.from({ length: 250 }, (_, index) => at(formatPartName("lists/long/", index), 10));
  expect(formatManifest("mira", "why", [...documents, ...parts], sha256).length).toBeLessThan(4096);
});

testRows(
  [
    { text: "" },
    { text: "{" },
    { text: "[]" },
    { text: "null" },
    { text: '{"by":"mira","reason":"why"}' },
    { text: '{"by":"mira","reason":"why","documents":null}' },
    { text: '{"by":"mira","reason":"why","documents":{"settings":"1"}}' },
    { text: '{"by":"mira","reason":"why","documents":{"settings":"1,2:0123456789abcdef"}}' },
    { text: '{"by":"mira","reason":"why","documents":{"tokens":"1:0123456789abcdef"}}' },
    { text: '{"format":3,"by":"mira","reason":"why","documents":{}}' },
    { text: `{"format":2,"by":"mira","reason":"why","documents":{"lists/l":"s3:${"a".repeat(64)}:1"}}` },
    {
      text: `{"format":2,"bucket":"evil.example/","by":"mira","reason":"why","documents":{"lists/l":"s3:${"a".repeat(64)}:1"}}`,
    },
    {
      text: `{"format":2,"bucket":"chatgate-lists","by":"mira","reason":"why","documents":{"policies/p":"s3:${"a".repeat(64)}:1"}}`,
    },
  ],
  "$text is not a manifest",
  ({ text }) => {
    expect(parseManifest(text)).toBeUndefined();
  },
);

const set = fc
  .uniqueArray(
    fc.oneof(
      fc.constant("settings"),
      fc.stringMatching(/^policies\/[\w.-]{1,8}$/),
      fc.stringMatching(/^lists\/[\w.-]{1,3}(\/00[1-4])?$/),
    ),
  )
  .chain((names) =>
    fc.tuple(
      ...names.map((name) => fc.nat(99).chain((v) => fc.string().map((text) => at(name, v + 1, text)))),
    ),
  );

test("a set comes back whole, whatever newer versions and other parameters lie about", () => {
  fc.assert(
    fc.property(set, set, (mine, others) => {
      const manifest = parseManifest(formatManifest("mira", "why", mine, sha256));
      const strays = others.map((one) => ({ ...one, version: String(Number(one.version) + 100) }));
      const found = manifest && findPinnedSet(manifest, [...strays, ...mine, at("tokens", 1)], sha256);
      const inOrder = [...mine].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(found).toEqual({ kind: "whole", parameters: inOrder });
    }),
  );
});

test("another value at a pinned version, or none, is never taken", () => {
  fc.assert(
    fc.property(set, fc.nat(), fc.boolean(), (mine, pick, gone) => {
      const victim = mine[pick % mine.length];
      fc.pre(victim !== undefined);
      const manifest = parseManifest(formatManifest("mira", "why", mine, sha256));
      const left = mine.filter((one) => one !== victim);
      const now = gone ? left : [...left, { ...victim, value: `${victim.value}!` }];
      const found = manifest && findPinnedSet(manifest, now, sha256);
      expect(found?.kind).toBe(gone ? "lacking" : "altered");
      expect(found).toMatchObject({
        names: expect.arrayContaining([gone ? `${victim.name}:${victim.version}` : victim.name]),
      });
    }),
  );
});

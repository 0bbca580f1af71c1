import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { formatPack, MAX_PACK_PARTS, packNames, unpack } from "../../lib/policy-set/pack.ts";
import { gzipCodec } from "../../lib/store/gzip.ts";
import { testRows } from "../support/table.ts";

const at = (name: string, value: string, version = "1") => ({ name, value, version });

test("a small set is one part; the others say that they are unused", () => {
  const parts = formatPack([at("settings", "{}"), at("policies/p", '{"rules":[]}', "12")], gzipCodec);
  expect(parts?.slice(1)).toEqual(["-", "-", "-", "-", "-", "-"]);
  expect(JSON.parse(gzipCodec.expand(parts?.[0] ?? "", 1000) ?? "")).toEqual([
    ["settings", "1", "{}"],
    ["policies/p", "12", '{"rules":[]}'],
  ]);
});

test("seven parts of 4,096 characters are the most; a set that needs more has no pack", () => {
  const random = (bytes: number) => randomBytes(bytes).toString("base64");
  const largest = formatPack([at("lists/l", random(20_000))], gzipCodec);
  expect(largest).toHaveLength(MAX_PACK_PARTS);
  expect(largest?.slice(0, 6).map(({ length }) => length)).toEqual([4096, 4096, 4096, 4096, 4096, 4096]);
  expect(formatPack([at("lists/l", random(22_000))], gzipCodec)).toBeUndefined();
  expect(formatPack([at("lists/l", "a".repeat(2 ** 20))], gzipCodec)).toBeUndefined();
  expect(packNames).toEqual(["pack/1", "pack/2", "pack/3", "pack/4", "pack/5", "pack/6", "pack/7"]);
});

test("what is packed comes back as it was", () => {
  const parameters = fc.array(
    fc.record({ name: fc.string(), value: fc.string({ unit: "binary" }), version: fc.string() }),
  );
  fc.assert(
    fc.property(parameters, (given) => {
      expect(unpack(formatPack(given, gzipCodec) ?? [], gzipCodec)).toEqual(
        given.map(({ name, version, value }) => ({
          name,
          version,
          value: Buffer.from(value).toString(), // lone surrogates have no UTF-8
        })),
      );
    }),
  );
});

testRows<{ readonly name: string; readonly parts: readonly string[] }>(
  [
    { name: "no parts", parts: [] },
    { name: "unused parts", parts: ["-", "-"] },
    { name: "not base64", parts: ["{}"] },
    { name: "not gzip", parts: [Buffer.from("[]").toString("base64")] },
    { name: "gzip that is cut off", parts: [gzipCodec.compress('[["a","1","b"]]').slice(0, 16)] },
    { name: "not JSON", parts: [gzipCodec.compress("[[")] },
    { name: "not rows", parts: [gzipCodec.compress('{"a":1}')] },
    {
      name: "rows of something else",
      parts: [gzipCodec.compress('[1,null,["a"],["a",1,"b"],{"name":"a"}]')],
    },
    { name: "a bomb", parts: [gzipCodec.compress("a".repeat(2 ** 20 + 1))] },
  ],
  "nothing is taken from $name",
  ({ parts }) => {
    expect(unpack(parts, gzipCodec)).toEqual([]);
  },
);

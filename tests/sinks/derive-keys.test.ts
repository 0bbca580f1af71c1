import { commands } from "../../lib/commands/generated/index.ts";
import { createLoad } from "../../lib/policy-set/active-config.ts";
import { deriveKeys } from "../../lib/sinks/derive-keys.ts";
import { createTokenSealer } from "../../lib/sinks/sealing.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import { createTestParameters } from "../support/gate.ts";

function hashIn(tokens: string, auditKey?: string): string | undefined {
  const key = auditKey === undefined ? [] : [{ name: "audit-key", value: auditKey, version: "1" }];
  const loaded = createLoad(commands, { sha256, deriveKeys })([...createTestParameters({ tokens }), ...key]);
  return loaded.kind === "loaded" ? loaded.value.keys.hashAccount?.("mira") : undefined;
}

test("hashes of accounts outlive a rotation if the stage has an audit key, and otherwise follow the first token", () => {
  const [first, second] = [hashIn("one", "key"), hashIn("two", "key\n")];
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(second).toBe(first);
  expect(hashIn("one", "another key")).not.toBe(first);
  expect(hashIn("one", "\n")).toBe(hashIn("one\ntwo"));
  expect(hashIn("one")).not.toBe(hashIn("two"));
  expect(hashIn("")).toBeUndefined();
});

test("there is a sealer for each token by its position, made once, and none without a token", () => {
  const { findSealer } = deriveKeys(["one", "1400000000: two"]);
  expect(findSealer?.(1)?.kid).toBe(createTokenSealer("two").kid);
  expect(findSealer?.(0)).toBe(findSealer?.(0));
  expect([findSealer?.(2), findSealer?.(undefined), deriveKeys([]).findSealer?.(0)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

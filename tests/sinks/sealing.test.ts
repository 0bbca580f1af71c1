import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { compactDecrypt, decodeProtectedHeader } from "jose";
import { createOpener } from "../../cli/open-undelivered.ts";
import { createRecordingSealer, createTokenSealer, deriveTokenKey } from "../../lib/sinks/sealing.ts";
import { testRows } from "../support/table.ts";

const TEXT = '{"Name":"Trail runners","Emoji":"😂"}';

test("what is sealed with a token, jose opens with the key that the token gives", async () => {
  const { kid, seal } = createTokenSealer("a-token");
  const { plaintext, protectedHeader } = await compactDecrypt(seal(TEXT), deriveTokenKey("a-token").key);
  expect(new TextDecoder().decode(plaintext)).toBe(TEXT);
  expect(protectedHeader).toEqual({ alg: "dir", enc: "A256GCM", kid });
  expect(kid).toMatch(/^[0-9a-f]{8}$/);
});

test("law: any text comes back, and no two sealed texts are alike", async () => {
  const { seal } = createTokenSealer("a-token");
  const open = createOpener(["a-token"]);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
      expect(await open(seal(text))).toEqual({ kind: "opened", text });
      expect(seal(text)).not.toBe(seal(text));
    }),
  );
});

const [header = "", , iv = "", ciphertext = "", tag = ""] = createTokenSealer("old").seal(TEXT).split(".");
const other = createTokenSealer("old").seal("other").split(".");
testRows(
  [
    {
      name: "a token of the past",
      sealed: [header, "", iv, ciphertext, tag],
      tokens: ["new", "old"],
      kind: "opened",
    },
    {
      name: "no token that fits",
      sealed: [header, "", iv, ciphertext, tag],
      tokens: ["new"],
      kind: "no-token",
    },
    {
      name: "another text's tag",
      sealed: [header, "", iv, ciphertext, other[4]],
      tokens: ["old"],
      kind: "altered",
    },
    { name: "another IV", sealed: [header, "", other[2], ciphertext, tag], tokens: ["old"], kind: "altered" },
    { name: "a part missing", sealed: [header, "", iv, ciphertext], tokens: ["old"], kind: "altered" },
    { name: "no header", sealed: ["", "", iv, ciphertext, tag], tokens: ["old"], kind: "altered" },
  ],
  "opening with $name: $kind",
  async ({ sealed, tokens, kind }) => {
    const opened = await createOpener(tokens)(sealed.join("."));
    expect(opened).toEqual(kind === "opened" ? { kind, text: TEXT } : { kind: "unopened", reason: kind });
  },
);

const { privateKey, publicKey } = generateKeyPairSync("x25519");
const { x = "" } = publicKey.export({ format: "jwk" });

function sealerAt(now: () => number): (text: string) => string {
  const made = createRecordingSealer(x, now);
  if (made.kind === "refused") throw new Error(made.code);
  return made.seal;
}

test("a recording is opened by jose with the private key, and by no other", async () => {
  const sealed = sealerAt(() => 0)(TEXT);
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, privateKey);
  expect(new TextDecoder().decode(plaintext)).toBe(TEXT);
  expect(protectedHeader).toMatchObject({ alg: "ECDH-ES", enc: "A256GCM" });
  await expect(compactDecrypt(sealed, generateKeyPairSync("x25519").privateKey)).rejects.toThrow();
});

test("one ephemeral key serves an hour, each text with an IV of its own", async () => {
  let now = 0;
  const seal = sealerAt(() => now);
  const lines = [0, 1, 3_599_999, 3_600_000].map((at) => {
    now = at;
    return seal(TEXT);
  });
  const keys = lines.map((line) => JSON.stringify(decodeProtectedHeader(line).epk));
  expect(keys.map((key) => keys.indexOf(key))).toEqual([0, 0, 0, 3]);
  expect(new Set(lines.map((line) => line.split(".")[2])).size).toBe(4);
  for (const line of lines)
    expect((await compactDecrypt(line, privateKey)).plaintext).toHaveLength(Buffer.byteLength(TEXT));
});

testRows(
  [
    { name: "no base64url", key: `${x.slice(1)}!` },
    { name: "too short", key: x.slice(1) },
    { name: "of small order", key: Buffer.alloc(32).toString("base64url") },
  ],
  "a public key that is $name is refused",
  ({ key }) => {
    expect(createRecordingSealer(key, () => 0)).toEqual({ kind: "refused", code: "public-key-invalid" });
  },
);

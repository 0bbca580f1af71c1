import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { CompactEncrypt, importJWK } from "jose";
import { createRecordingOpener } from "../../lib/sinks/opening.ts";
import { createRecordingSealer } from "../../lib/sinks/sealing.ts";
import { testRows } from "../support/table.ts";

const { privateKey, publicKey } = generateKeyPairSync("x25519");
const publicJwk = publicKey.export({ format: "jwk" });
const jwk = privateKey.export({ format: "jwk" });
const open = createRecordingOpener(jwk);
if (open === undefined) throw new Error("a key of our own must be taken");

const HOUR = 3_600_000;
let now = 0;
const sealer = createRecordingSealer(String(publicJwk.x), () => now);
if (sealer.kind === "refused") throw new Error("a key of our own must be taken");
const { seal } = sealer;

const encryptWithJose = async (text: string, header: object = {}) =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM", ...header })
    .encrypt(await importJWK(publicJwk, "ECDH-ES"));

test("whatever is sealed is opened, with each hour's key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      now += HOUR / 3;
      expect(open(seal(text))).toBe(text.toWellFormed());
    }),
  );
});

test("what another implementation of JWE encrypts is opened", async () => {
  expect(await encryptWithJose("čau 👋").then(open)).toBe("čau 👋");
});

test("one character changed anywhere, and nothing is opened", () => {
  const sealed = seal("a text of ours");
  // But for the last one of a part, which may hold bits that stand for nothing.
  const positions = [...sealed].flatMap((_, at) => (/^[^.]$/.test(sealed[at + 1] ?? ".") ? [at] : []));
  fc.assert(
    fc.property(fc.constantFrom(...positions), (at) => {
      const other = sealed[at] === "A" ? "B" : "A";
      expect(open(`${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`)).toBeUndefined();
    }),
  );
});

const [header = "", , iv, ciphertext, tag] = seal("x").split(".");
const encodeHeader = (fields: object) => Buffer.from(JSON.stringify(fields)).toString("base64url");
const readHeader = JSON.parse(Buffer.from(header, "base64url").toString("utf8"));

testRows(
  [
    { name: "nothing", sealed: "" },
    { name: "four parts", sealed: [header, "", iv, ciphertext].join(".") },
    { name: "an encrypted key", sealed: [header, "AAAA", iv, ciphertext, tag].join(".") },
    { name: "a header that is no JSON", sealed: ["AAAA", "", iv, ciphertext, tag].join(".") },
    {
      name: "another algorithm",
      sealed: [encodeHeader({ ...readHeader, alg: "dir" }), "", iv, ciphertext, tag].join("."),
    },
    {
      name: "another encryption",
      sealed: [encodeHeader({ ...readHeader, enc: "A128GCM" }), "", iv, ciphertext, tag].join("."),
    },
    {
      name: "another curve",
      sealed: [
        encodeHeader({ ...readHeader, epk: { ...readHeader.epk, crv: "X448" } }),
        "",
        iv,
        ciphertext,
        tag,
      ].join("."),
    },
    {
      name: "no ephemeral key",
      sealed: [encodeHeader({ ...readHeader, epk: null }), "", iv, ciphertext, tag].join("."),
    },
    {
      name: "an ephemeral key with which every agreement is the same",
      sealed: [
        encodeHeader({ ...readHeader, epk: { ...readHeader.epk, x: "A".repeat(43) } }),
        "",
        iv,
        ciphertext,
        tag,
      ].join("."),
    },
    { name: "a short tag", sealed: [header, "", iv, ciphertext, "AAAA"].join(".") },
    { name: "a short IV", sealed: [header, "", "AAAA", ciphertext, tag].join(".") },
  ],
  "is not opened: $name",
  ({ sealed }) => {
    expect(open(sealed)).toBeUndefined();
  },
);

test("compressed, or for a named party: not opened", async () => {
  const named = await new CompactEncrypt(new TextEncoder().encode("x"))
    .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM" })
    .setKeyManagementParameters({ apu: new Uint8Array([1]) })
    .encrypt(await importJWK(publicJwk, "ECDH-ES"));
  expect(open(named)).toBeUndefined();
});

testRows(
  [
    {
      name: "a key of another curve",
      key: generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }),
    },
    { name: "the public half", key: publicJwk },
    { name: "a private half that is cut off", key: { ...jwk, d: "AAAA" } },
    { name: "no key at all", key: {} },
  ],
  "nothing is opened with $name",
  ({ key }) => {
    const opener = createRecordingOpener(key);
    expect(opener?.(seal("x"))).toBeUndefined();
  },
);

import { deriveKeys } from "../../../lib/sinks/derive-keys.ts";
import { testRows } from "../../support/table.ts";
import { type StageWorld, startStageWorld } from "./stage-world.ts";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
});
afterEach(() => world.close());

const token = (line: string, extra = {}) => world.chatgate(`token ${line} --stage dev`, extra);
const putTokens = (tokens: string) =>
  world.store.put("/chatgate-secrets/dev/tokens", tokens, { type: "SecureString" });

async function stored(): Promise<Readonly<Record<string, string>>> {
  const result = await world.read();
  if (result.kind === "failed") return {};
  return Object.fromEntries(
    result.parameters.flatMap(({ name, value }) => (/tokens|audit-key/.test(name) ? [[name, value]] : [])),
  );
}

test("new prints a token, once, and makes the audit key before it; both are encrypted", async () => {
  const { code, out, err } = await token("new");
  expect([code, out]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}$/)]);
  expect(err).toContain("Enter it in Chat's console");
  expect(await stored()).toEqual({ tokens: out, "audit-key": expect.stringMatching(/^[0-9a-f]{64}$/) });
  const writes = world.store.requests
    .filter(({ action }) => action === "PutParameter")
    .map(({ body }) => body);
  expect(writes.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
    "/chatgate-secrets/dev/audit-key SecureString",
    "/chatgate-secrets/dev/tokens SecureString",
  ]);
});

test("a rotation: new keeps the old one, retire takes it away, and the hashes stay", async () => {
  const { out: first } = await token("new");
  const { out: hash } = await token("hash u_mira");
  const { "audit-key": key } = await stored();
  expect(hash).toBe(deriveKeys([], key).hashAccount?.("u_mira"));
  const { out: second, err } = await token("new");
  expect(err).toContain('Audit lines then say "token":1.');
  expect((await stored()).tokens).toBe(`${first}\n${second}`);
  expect(await token("retire 0 --yes")).toMatchObject({ code: 0, err: "" });
  expect(await stored()).toEqual({ tokens: second, "audit-key": key });
  expect((await token("hash u_mira")).out).toBe(hash);
});

test("the first new at a stage whose token was made by hand says that the hashes change", async () => {
  putTokens("by-hand");
  const { code, err } = await token("new");
  expect([code, err]).toEqual([0, expect.stringContaining("[hashes-changed]")]);
});

test("--json has the warnings", async () => {
  putTokens("# none");
  const listed = await token("list --json");
  expect(JSON.parse(listed.out)).toMatchObject({ tokens: [], notes: [{ code: "tokens-missing" }] });
  putTokens("by-hand");
  const made = await token("new --json");
  expect(JSON.parse(made.out)).toMatchObject({
    ...{ index: 1, notes: [{ code: "hashes-changed", severity: "warning" }] },
  });
  expect(made.err).not.toContain("[hashes-changed]");
  const retired = await token("retire 0 --yes --json");
  expect(JSON.parse(retired.out)).toEqual({ stage: "dev", retired: 0, left: 1, notes: [] });
});

test("list tells them apart without telling them", async () => {
  const { out: first } = await token("new");
  world.store.put("/chatgate/dev/reader", "2");
  const { out: second } = await token("new --app 1400000001");
  const { out } = await token("list");
  expect(out).not.toContain(first);
  expect(out).not.toContain(second);
  expect(out.split("\n").map((row) => row.replace(/[0-9a-f]{8}$/, "(8 hex)"))).toEqual([
    "token  app         fingerprint",
    "0      any app     (8 hex)",
    "1      1400000001  (8 hex)",
  ]);
  expect((await token("list --show")).out).toContain(first);
  expect((await stored()).tokens).toBe(`${first}\n1400000001: ${second}`);
});

test("add takes one from the environment and shows nothing of it", async () => {
  await token("new");
  const added = await token("add", { env: { CHATGATE_TOKEN: "of-live-rooms-1234" } });
  expect(added).toEqual({ code: 0, err: "", out: "Stage dev accepts it, as token 1." });
  expect((await stored()).tokens).toMatch(/\nof-live-rooms-1234$/);
  const again = await token("add", { env: { CHATGATE_TOKEN: "of-live-rooms-1234" } });
  expect([again.code, again.err]).toEqual([2, expect.stringContaining("[token-present]")]);
});

testRows(
  [
    {
      name: "the last token",
      tokens: "only",
      line: "retire 0 --yes",
      code: 1,
      err: "is the last one for any app",
    },
    {
      name: "the last of its app",
      tokens: "7: a\n8: b",
      line: "retire 1 --yes",
      code: 1,
      err: "is the last one for 8",
    },
    { name: "no such number", tokens: "only", line: "retire 3 --yes", code: 2, err: "has no token 3" },
    { name: "nobody to ask", tokens: "a\nb", line: "retire 1", code: 2, err: "--yes" },
    { name: "no token given", tokens: "a", line: "add", code: 2, err: "No token is given." },
    {
      name: "an app's, at a function that does not know it",
      tokens: "a",
      line: "new --app 7",
      code: 2,
      err: "Deploy this chatgate first",
    },
  ],
  "refused, and nothing written: $name",
  async ({ tokens, line, code, err }) => {
    putTokens(tokens);
    const ran = await token(line);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(err)]);
    expect(world.store.count("PutParameter")).toBe(0);
  },
);

test("--force retires the last one", async () => {
  putTokens("only");
  expect(await token("retire 0 --yes --force")).toMatchObject({ code: 0 });
  expect((await token("list")).out).toContain("has no token");
});

test("a write at the same moment is said", async () => {
  putTokens("a\nb");
  const ask = async () => {
    putTokens("theirs");
    return "yes";
  };
  expect((await token("retire 0", { ask })).err).toContain("[tokens-overwritten]");
});

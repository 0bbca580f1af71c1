import { createHash } from "node:crypto";
import type { DiagnosticCode } from "../../../lib/policy/diagnostic.ts";
import { testRows } from "../../support/table.ts";
import { examineStage, startHealthyStage, stopClock, TOKEN } from "./doctor-stage.ts";
import type { StageWorld } from "./stage-world.ts";

let world: StageWorld;

beforeEach(async () => {
  world = await startHealthyStage();
});

afterEach(() => world.close());

const runDoctor = (more?: string, extra?: Parameters<StageWorld["chatgate"]>[1]) =>
  examineStage(world, more, extra);

test("a stage in good health, line by line", async () => {
  const { code, out } = await world.chatgate("doctor --stage dev", { now: stopClock() });
  expect(out.replace(/clock is \d s (behind|ahead of)/, "clock is 0 s behind")).toBe(
    [
      "ok    stage: stage dev (/chatgate/dev in eu-west-1) is at set 2",
      "ok    settings: valid, for SDKAppID 1400000000",
      "ok    policies: 1 valid",
      "ok    tokens: 1 configured",
      "ok    limits: 5 parameters, the largest 0.3 KB",
      "ok    pack: 1 of 7 parts: a cold start is one call",
      "ok    reading: with your rights, a cold start is 1 call in 0 ms, a poll 1 call in 0 ms",
      "ok    capacity: 40 reads a second (SSM's default) carry 1200 instances that read every 30 s, and 40 that start in one second",
      "ok    clock: this machine's clock is 0 s behind the store's",
    ].join("\n"),
  );
  expect(code).toBe(0);
});

const put = (name: string, value: string, type: "String" | "SecureString" = "String") =>
  world.store.put(name, value, { type });

type Row = {
  readonly name: string;
  readonly change: () => unknown;
  readonly level: "warn" | "fail";
  readonly check: string;
  readonly code: DiagnosticCode;
};

const rows: readonly Row[] = [
  {
    name: "no settings",
    change: () => ["settings", "manifest"].map((name) => world.store.remove(`/chatgate/dev/${name}`)),
    level: "fail",
    check: "settings",
    code: "stage-settings-missing",
  },
  {
    name: "invalid settings",
    change: () => [world.store.remove("/chatgate/dev/manifest"), put("/chatgate/dev/settings", "{}")],
    level: "fail",
    check: "settings",
    code: "missing-key",
  },
  {
    name: "an invalid policy",
    change: () => [
      world.store.remove("/chatgate/dev/manifest"),
      put("/chatgate/dev/policies/creation", "{}"),
    ],
    level: "fail",
    check: "policies",
    code: "missing-key",
  },
  {
    name: "a document that SSM no longer has",
    change: () => world.store.remove("/chatgate/dev/lists/reserved"),
    level: "warn",
    check: "set",
    code: "set-incomplete",
  },
  {
    name: "a change by hand",
    change: () => put("/chatgate/dev/settings", "{}"),
    level: "warn",
    check: "set",
    code: "out-of-sync",
  },
  {
    name: "a parameter by hand",
    change: () => put("/chatgate/dev/policies/unmanaged", "{}"),
    level: "warn",
    check: "set",
    code: "unmanaged",
  },
  {
    name: "no token",
    change: () => world.store.remove("/chatgate-secrets/dev/tokens"),
    level: "fail",
    check: "tokens",
    code: "tokens-missing",
  },
  {
    name: "the documentation's token",
    change: () => put("/chatgate-secrets/dev/tokens", "xxxxyyyy", "SecureString"),
    level: "fail",
    check: "tokens",
    code: "token-published",
  },
  {
    name: "a short token",
    change: () => put("/chatgate-secrets/dev/tokens", "secret", "SecureString"),
    level: "warn",
    check: "tokens",
    code: "token-short",
  },
  {
    name: "a token as plain text",
    change: () => put("/chatgate-secrets/dev/tokens", TOKEN),
    level: "fail",
    check: "tokens",
    code: "token-not-encrypted",
  },
  {
    name: "tokens beside the policies",
    change: () => put("/chatgate/dev/tokens", TOKEN),
    level: "fail",
    check: "tokens",
    code: "token-misplaced",
  },
  {
    name: "a SecureString beside the policies",
    change: () => put("/chatgate/dev/notes", "x", "SecureString"),
    level: "fail",
    check: "parameters",
    code: "parameter-encrypted",
  },
  {
    name: "no right to the tokens: of the function's read",
    change: () => world.store.fault({ accessDenied: "/chatgate-secrets/dev" }),
    level: "fail",
    check: "reading",
    code: "stage-unreadable",
  },
  {
    name: "no right to the tokens: of one's own",
    change: () => world.store.fault({ accessDenied: "/chatgate-secrets/dev" }),
    level: "warn",
    check: "tokens",
    code: "tokens-unreadable",
  },
  {
    name: "nearly 4 KB",
    change: () => put("/chatgate/dev/notes", "x".repeat(4000)),
    level: "warn",
    check: "limits",
    code: "nearly-full",
  },
  {
    name: "nearly 8 KB",
    change: () => put("/chatgate/dev/notes", "x".repeat(8000)),
    level: "warn",
    check: "limits",
    code: "nearly-full",
  },
  {
    name: "many parameters",
    change: () => [
      world.store.remove("/chatgate/dev/manifest"),
      ...Array.from({ length: 250 }, (_, at) => put(`/chatgate/dev/notes/${at}`, "x")),
    ],
    level: "warn",
    check: "limits",
    code: "many-pages",
  },
  {
    name: "a pack that somebody changed",
    change: () => put("/chatgate/dev/pack/1", "x"),
    level: "warn",
    check: "pack",
    code: "pack-stale",
  },
  {
    name: "a manifest that the function does not read",
    change: async () => {
      put("/chatgate/dev/reader", "2");
      put("/chatgate/dev/bucket", "lists-bucket");
      world.write({ "policies/lists/long.txt": "one of many entries\n".repeat(2000) });
      await world.push("Long");
      put("/chatgate/dev/reader", "1");
    },
    level: "fail",
    check: "manifest",
    code: "manifest-too-new",
  },
  {
    name: "a set that no cold start reads in time",
    change: async () => {
      const noise = (at: number) => createHash("sha256").update(String(at)).digest("hex");
      world.write({
        "policies/lists/long.txt": Array.from({ length: 32_000 }, (_, at) => noise(at)).join("\n"),
      });
      await world.push("Long", "--force");
    },
    level: "fail",
    check: "pack",
    code: "set-too-slow",
  },
  {
    name: "no audit key",
    change: () => world.store.remove("/chatgate-secrets/dev/audit-key"),
    level: "warn",
    check: "tokens",
    code: "audit-key-missing",
  },
  {
    name: "an app without a token",
    change: () =>
      put("/chatgate-secrets/dev/tokens", "1400000009: a-token-that-nobody-guesses", "SecureString"),
    level: "fail",
    check: "tokens",
    code: "tokens-missing",
  },
  {
    name: "left behind",
    change: () => Array.from({ length: 10 }, (_, at) => put(`/chatgate/dev/lists/old${at}`, "x")),
    level: "warn",
    check: "limits",
    code: "many-unused",
  },
];

testRows(rows, async ({ change, level, check, code: expected }) => {
  await change();
  const { code, findings } = await runDoctor();
  const found = findings.filter((finding) => finding.code === expected);
  expect(found.map((finding) => [finding.level, finding.check])).toEqual([[level, check]]);
  expect(found[0]?.message).toContain(`[${expected}]`);
  const isFailed = findings.some((finding) => finding.level === "fail");
  expect(code).toBe(isFailed ? 1 : 0);
});

test("calls, capacity and the bucket as they are", async () => {
  put("/chatgate/dev/reader", "2");
  put("/chatgate/dev/bucket", "lists-bucket");
  world.write({ "policies/lists/long.txt": "one of many entries\n".repeat(2000) });
  await world.push("Long");
  world.store.raiseThroughput();
  const said = (await runDoctor()).findings.map(({ message }) => message);
  expect(said).toEqual(
    expect.arrayContaining([
      "lists-bucket holds 1 list, 39.1 KB, as the manifest names them",
      "with your rights, a cold start is 2 calls in 0 ms, a poll 1 call in 0 ms",
      "1000 reads a second (raised) carry 30000 instances that read every 30 s, and 1000 that start in one second",
    ]),
  );
});

test("reads that take longer than a cold start may", async () => {
  const clock = stopClock();
  let looks = 0;
  const { code, findings } = await runDoctor("", { now: () => clock() + 1_300 * looks++ });
  expect(findings.filter(({ check }) => check === "reading")).toMatchObject([
    { level: "fail", code: "set-too-slow", message: expect.stringContaining("Measured from here: 1 call") },
  ]);
  expect(code).toBe(1);
});

describe("doubtful settings", () => {
  testRows(
    [
      { name: "authentication off", line: "authentication: off", code: "authentication-off" },
      { name: "in shadow", line: "mode: shadow", code: "mode-not-enforced" },
      { name: "a wide tolerance", line: "toleranceSeconds: 900", code: "wide-tolerance" },
    ],
    async ({ line, code }) => {
      world.write({ "policies/stages/dev.yaml": `sdkAppIds: [1400000000]\n${line}\n` });
      await world.push("Doubtful", "--force");
      expect(await runDoctor()).toMatchObject({
        code: 0,
        findings: expect.arrayContaining([
          expect.objectContaining({ level: "warn", check: "settings", code }),
        ]),
      });
    },
  );
});

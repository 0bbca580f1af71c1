import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { DiagnosticCode } from "../../../lib/policy/diagnostic.ts";
import { createCallbackEvent, createTestGate } from "../../support/gate.ts";
import { testRows } from "../../support/table.ts";
import { type StageWorld, startStageWorld } from "./stage-world.ts";

const TOKEN = "a token that nobody guesses";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
  await world.push("First rules");
  world.store.put("/chatgate-secrets/dev/tokens", `${TOKEN}\n`, { type: "SecureString" });
  world.store.put("/chatgate-secrets/dev/audit-key", "a key that nobody guesses", { type: "SecureString" });
});
afterEach(() => world.close());

type Reported = {
  readonly level: string;
  readonly check: string;
  readonly message: string;
  readonly code?: string;
  readonly token?: string;
};

async function examine(
  more = "",
  extra = {},
): Promise<{ readonly code: number; readonly findings: readonly Reported[] }> {
  const { code, out } = await world.chatgate(`doctor --stage dev --json ${more}`, extra);
  expect(out).not.toContain(TOKEN);
  return { code, findings: JSON.parse(out).findings };
}

test("a stage in good health, line by line", async () => {
  const { code, out } = await world.chatgate("doctor --stage dev");
  expect(
    out.replace(/\d+ ms/g, "N ms").replace(/clock is \d s (behind|ahead of)/, "clock is 0 s behind"),
  ).toBe(
    [
      "ok    stage: stage dev (/chatgate/dev in eu-west-1) is at set 2",
      "ok    settings: valid, for SDKAppID 1400000000",
      "ok    policies: 1 valid",
      "ok    tokens: 1 configured",
      "ok    limits: 5 parameters, the largest 0.3 KB",
      "ok    pack: 1 of 7 parts: a cold start is one call",
      "ok    reading: with your rights, a cold start is 1 call in N ms, a poll 1 call in N ms",
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
  const { code, findings } = await examine();
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
  const said = (await examine()).findings.map(({ message }) => message.replace(/\d+ ms/g, "N ms"));
  expect(said).toEqual(
    expect.arrayContaining([
      "lists-bucket holds 1 list, 39.1 KB, as the manifest names them",
      "with your rights, a cold start is 2 calls in N ms, a poll 1 call in N ms",
      "1000 reads a second (raised) carry 30000 instances that read every 30 s, and 1000 that start in one second",
    ]),
  );
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
      expect(await examine()).toMatchObject({
        code: 0,
        findings: expect.arrayContaining([
          expect.objectContaining({ level: "warn", check: "settings", code }),
        ]),
      });
    },
  );
});

describe("with a URL", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** The gate behind HTTP, as it is deployed. */
  async function deploy({ tokens = TOKEN, lateSeconds = 0, isBlind = false } = {}): Promise<string> {
    const now = () => Date.now() + lateSeconds * 1000;
    const { gate } = createTestGate({
      tokens,
      now,
      ...(isBlind ? { read: async () => ({ kind: "failed", reason: "no right" }) } : {}),
    });
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", async () => {
        const rawQueryString = (request.url ?? "").split("?")[1] ?? "";
        const event = { rawQueryString, body: Buffer.concat(chunks).toString() };
        const { status, envelope } = await gate(createCallbackEvent({ event }), "");
        response.writeHead(status, { Date: new Date(now()).toUTCString() }).end(JSON.stringify(envelope));
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // listening on TCP
  }

  const findUrl = (findings: readonly Reported[]) =>
    findings
      .filter(({ check }) => check === "url")
      .map(({ level, code, message }) => `${level} ${code ?? message.replace(/\d+ ms/g, "N ms")}`);

  test("the verify request is answered, and a forged one is not", async () => {
    const { code, findings } = await examine(`--url ${await deploy()}`);
    expect([code, findUrl(findings)]).toEqual([
      0,
      [
        "ok the verify request is answered OK: N ms the first time, N ms again",
        "ok a wrong signature is refused",
      ],
    ]);
  });

  testRows<{
    readonly name: string;
    readonly how: Parameters<typeof deploy>[0];
    readonly expected: string;
    readonly answer: string;
  }>(
    [
      {
        name: "another token",
        how: { tokens: "another" },
        expected: "url-refuses",
        answer: "401, sign-mismatch",
      },
      {
        name: "a clock that is late",
        how: { lateSeconds: 3600 },
        expected: "url-refuses",
        answer: "401, request-time-stale",
      },
      { name: "no right to read", how: { isBlind: true }, expected: "url-accepts-forged", answer: "" },
    ],
    async ({ how, expected, answer }) => {
      const { code, findings } = await examine(`--url ${await deploy(how)}`);
      expect([code, findUrl(findings).at(-1)]).toEqual([1, `fail ${expected}`]);
      expect(findings.find((finding) => finding.code === expected)?.message).toContain(answer);
      if (how?.lateSeconds)
        expect(findings.filter(({ check }) => check === "clock").at(-1)).toMatchObject({
          level: "warn",
          code: "clock-skew",
        });
    },
  );

  testRows(
    [
      { url: "nonsense", expected: "url-invalid" },
      { url: "http://example.org/", expected: "url-not-https" },
      { url: "http://127.0.0.1:1/?a=b", expected: "url-with-query" },
      { url: "http://127.0.0.1:1/", expected: "url-unreachable" },
    ],
    "$url",
    async ({ url, expected }) => {
      const { code, findings } = await examine(`--url ${url}`);
      expect([code, findUrl(findings)]).toEqual([1, [`fail ${expected}`]]);
    },
  );

  test("without a token there is nothing to sign with", async () => {
    world.store.remove("/chatgate-secrets/dev/tokens");
    const { findings } = await examine("--url http://127.0.0.1:1/");
    expect(findUrl(findings)).toEqual(["warn url-not-asked"]);
  });
});

testRows<{
  readonly name: string;
  readonly status: number;
  readonly configuration: object;
  readonly expected: readonly string[];
}>(
  [
    {
      name: "valid",
      status: 200,
      configuration: { Environment: { Variables: { CHATGATE_ON_FAULT: "deny" } } },
      expected: ["ok the environment of chatgate-dev-webhook is valid"],
    },
    {
      name: "invalid",
      status: 200,
      configuration: {
        Environment: { Variables: { CHATGATE_ON_FAULT: "Deny", CHATGATE_REFRESH_SECONDS: "5s" } },
      },
      expected: [
        "fail environment-invalid CHATGATE_ON_FAULT",
        "fail environment-invalid CHATGATE_REFRESH_SECONDS",
      ],
    },
    {
      name: "not deployed",
      status: 404,
      configuration: {},
      expected: ["warn function-missing"],
    },
    {
      name: "not allowed to look",
      status: 403,
      configuration: {},
      expected: ["warn function-unreadable"],
    },
  ],
  "the function's environment: $name",
  async ({ status, configuration, expected }) => {
    const urls: (string | undefined)[] = [];
    const lambda = createServer((request, response) => {
      urls.push(request.url);
      response.writeHead(status).end(JSON.stringify(configuration));
    });
    await new Promise<void>((resolve) => lambda.listen(0, "127.0.0.1", resolve));
    const { port } = lambda.address() as AddressInfo; // listening on TCP, so an address and no pipe's name
    try {
      const env = { AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}` };
      const { findings } = await examine("", { env });
      const found = findings.filter(({ check }) => check === "function");
      expect(
        found.map(({ level, code, token, message }) =>
          [level, code ?? message, token].filter(Boolean).join(" "),
        ),
      ).toEqual(expected);
      expect(urls).toEqual(["/2015-03-31/functions/chatgate-dev-webhook/configuration"]);
    } finally {
      lambda.close();
      lambda.closeAllConnections();
    }
  },
);

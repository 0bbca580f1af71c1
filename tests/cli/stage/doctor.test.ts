import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eventOf, gateOf } from "../../support/gate.ts";
import { type StageWorld, startStageWorld } from "./stage-world.ts";

const TOKEN = "a token that nobody guesses";

let world: StageWorld;
beforeEach(async () => {
  world = await startStageWorld();
  await world.push("First rules");
  world.store.put("/chatgate-secrets/dev/tokens", `${TOKEN}\n`, { type: "SecureString" });
});
afterEach(() => world.close());

type Reported = { readonly level: string; readonly check: string; readonly message: string };

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
      "ok    settings: good, for SDKAppID 1400000000",
      "ok    policies: 1 document checks",
      "ok    tokens: there is one",
      "ok    limits: 4 parameters, read in 1 page, the largest 0.2 KB",
      "ok    reading: both paths, with your rights: N ms the first time, N ms again",
      "ok    clock: this machine's clock is 0 s behind the store's",
    ].join("\n"),
  );
  expect(code).toBe(0);
});

const put = (name: string, value: string, type: "String" | "SecureString" = "String") =>
  world.store.put(name, value, { type });

test.each<[string, () => unknown, string, string, number]>([
  [
    "no settings",
    () => ["settings", "manifest"].map((name) => world.store.remove(`/chatgate/dev/${name}`)),
    "settings",
    "settings: there are none",
    1,
  ],
  [
    "bad settings",
    () => [world.store.remove("/chatgate/dev/manifest"), put("/chatgate/dev/settings", "{}")],
    "settings",
    "settings: sdkAppIds",
    1,
  ],
  [
    "a bad policy",
    () => [world.store.remove("/chatgate/dev/manifest"), put("/chatgate/dev/policies/creation", "{}")],
    "policies",
    "policies/creation: rules",
    1,
  ],
  [
    "a lost document",
    () => world.store.remove("/chatgate/dev/lists/reserved"),
    "set",
    "the gate cannot read the set, for it lacks lists/reserved: push again, now",
    1,
  ],
  [
    "a change by hand",
    () => put("/chatgate/dev/settings", "{}"),
    "set",
    "settings: changed since the set was pushed, and not in force; a push puts that right",
    0,
  ],
  [
    "no token",
    () => world.store.remove("/chatgate-secrets/dev/tokens"),
    "tokens",
    "/chatgate-secrets/dev/tokens has none, so every callback is refused",
    1,
  ],
  [
    "the example's token",
    () => put("/chatgate-secrets/dev/tokens", "xxxxyyyy", "SecureString"),
    "tokens",
    "one is the documentation's example, which everybody knows: take it out",
    1,
  ],
  [
    "a short token",
    () => put("/chatgate-secrets/dev/tokens", "secret", "SecureString"),
    "tokens",
    "one is shorter than 16 characters",
    0,
  ],
  [
    "a plain token",
    () => put("/chatgate-secrets/dev/tokens", TOKEN),
    "tokens",
    "/chatgate-secrets/dev/tokens is not encrypted",
    1,
  ],
  [
    "tokens beside the policies",
    () => put("/chatgate/dev/tokens", TOKEN),
    "tokens",
    "/chatgate/dev/tokens is where whoever may read policy reads it",
    1,
  ],
  [
    "a SecureString beside the policies",
    () => put("/chatgate/dev/notes", "x", "SecureString"),
    "parameters",
    "/chatgate/dev/notes is a SecureString, which stops every read: store it as String",
    1,
  ],
  [
    "no right to the tokens",
    () => world.store.fault({ accessDenied: "/chatgate-secrets/dev" }),
    "reading",
    "with your rights: GetParameters /chatgate/dev: AccessDeniedException",
    1,
  ],
  [
    "nearly 4 KB",
    () => put("/chatgate/dev/notes", "x".repeat(4000)),
    "limits",
    "notes is 3.9 KB of 4 KB: above it, it is billed as an advanced parameter; split it",
    0,
  ],
  [
    "nearly 8 KB",
    () => put("/chatgate/dev/notes", "x".repeat(8000)),
    "limits",
    "notes is 7.8 KB of 8 KB: it cannot grow beyond; split it",
    0,
  ],
  [
    "many parameters",
    () => Array.from({ length: 250 }, (_, at) => put(`/chatgate/dev/notes/${at}`, "x")),
    "limits",
    "254 parameters, read in 26 pages",
    0,
  ],
  [
    "left behind",
    () => Array.from({ length: 10 }, (_, at) => put(`/chatgate/dev/lists/old${at}`, "x")),
    "limits",
    "10 parameters are in no use",
    0,
  ],
])("%s", async (_, change, check, message, expected) => {
  await change();
  const { code, findings } = await examine();
  const [found] = findings.filter((one) => one.check === check && one.message.startsWith(message));
  expect([code, found?.level]).toEqual([
    expected,
    expected === 1 && found?.level !== "warn" ? "fail" : "warn",
  ]);
});

test.each([
  ["authentication: off", 'authentication is off: anybody may call; set it to "required"'],
  ["mode: shadow", "mode is shadow: no rule decides anything"],
  ["toleranceSeconds: 900", "toleranceSeconds is 900: a signature seen once is good for so long; 60 will do"],
])("settings that are doubtful: %s", async (line, message) => {
  world.write({ "policies/stages/dev.yaml": `sdkAppIds: [1400000000]\n${line}\n` });
  await world.push("Doubtful", "--force");
  expect(await examine()).toMatchObject({
    code: 0,
    findings: expect.arrayContaining([{ level: "warn", check: "settings", message }]),
  });
});

describe("with a URL", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** The gate behind HTTP, as it is deployed. */
  async function deploy({ tokens = TOKEN, lateSeconds = 0, isBlind = false } = {}): Promise<string> {
    const now = () => Date.now() + lateSeconds * 1000;
    const { gate } = gateOf({
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
        const { status, envelope } = await gate(eventOf({ event }), "");
        response.writeHead(status, { Date: new Date(now()).toUTCString() }).end(JSON.stringify(envelope));
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // listening on TCP
  }

  const urlOf = (findings: readonly Reported[]) =>
    findings
      .filter(({ check }) => check === "url")
      .map(({ level, message }) => `${level} ${message.replace(/\d+ ms/g, "N ms")}`);

  test("the verify request is answered, and a forged one is not", async () => {
    const { code, findings } = await examine(`--url ${await deploy()}`);
    expect([code, urlOf(findings)]).toEqual([
      0,
      [
        "ok the verify request is answered OK: N ms the first time, N ms again",
        "ok a wrong signature is refused",
      ],
    ]);
  });

  test.each<[string, Parameters<typeof deploy>[0], string]>([
    [
      "another token",
      { tokens: "another" },
      "fail the verify request is answered 401, sign-mismatch: the function knows another token",
    ],
    [
      "a clock that is late",
      { lateSeconds: 3600 },
      "fail the verify request is answered 401, request-time-stale: the clocks are too far apart",
    ],
    [
      "no right to read",
      { isBlind: true },
      "fail a wrong signature is let through: the function could not read the stage",
    ],
  ])("%s", async (_, how, message) => {
    const { code, findings } = await examine(`--url ${await deploy(how)}`);
    expect([code, urlOf(findings).at(-1)]).toEqual([1, expect.stringContaining(message)]);
    if (how?.lateSeconds)
      expect(findings.filter(({ check }) => check === "clock").at(-1)?.level).toBe("warn");
  });

  test.each([
    ["nonsense", 'fail "nonsense" is not a URL: give the one that `sls deploy` printed'],
    [
      "http://example.org/",
      "fail use https: whoever sees a signature on the way can use it for other callbacks",
    ],
    ["http://127.0.0.1:1/?a=b", "fail the URL may hold no `?`: Chat adds its own parameters"],
    ["http://127.0.0.1:1/", "fail 127.0.0.1:1 cannot be reached ("],
  ])("%s", async (url, message) => {
    const { code, findings } = await examine(`--url ${url}`);
    expect([code, urlOf(findings)]).toEqual([1, [expect.stringContaining(message)]]);
  });

  test("without a token there is nothing to sign with", async () => {
    world.store.remove("/chatgate-secrets/dev/tokens");
    const { findings } = await examine("--url http://127.0.0.1:1/");
    expect(urlOf(findings)).toEqual([
      "warn not asked: without settings and a token there is no signature to send",
    ]);
  });
});

test.each<{
  readonly title: string;
  readonly status: number;
  readonly configuration: object;
  readonly expected: readonly string[];
}>([
  {
    title: "valid",
    status: 200,
    configuration: { Environment: { Variables: { CHATGATE_ON_FAULT: "deny" } } },
    expected: ["ok: the environment of chatgate-dev-webhook is valid"],
  },
  {
    title: "invalid",
    status: 200,
    configuration: {
      Environment: { Variables: { CHATGATE_ON_FAULT: "Deny", CHATGATE_REFRESH_SECONDS: "5s" } },
    },
    expected: [
      "fail: CHATGATE_ON_FAULT is invalid. Set it to allow or deny.",
      "fail: CHATGATE_REFRESH_SECONDS is invalid. Set it to a whole number of seconds from 1 to 3600.",
    ],
  },
  {
    title: "not deployed",
    status: 404,
    configuration: {},
    expected: ["warn: chatgate-dev-webhook is not deployed. Run `npx serverless deploy --stage dev`."],
  },
  {
    title: "not allowed to look",
    status: 403,
    configuration: {},
    expected: [
      "warn: its environment cannot be read (HTTP 403). Allow your role lambda:GetFunctionConfiguration on chatgate-dev-webhook.",
    ],
  },
])("the function's environment: $title", async ({ status, configuration, expected }) => {
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
    expect(found.map(({ level, message }) => `${level}: ${message}`)).toEqual(expected);
    expect(urls).toEqual(["/2015-03-31/functions/chatgate-dev-webhook/configuration"]);
  } finally {
    lambda.close();
    lambda.closeAllConnections();
  }
});

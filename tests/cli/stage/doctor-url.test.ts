import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createCallbackEvent, createTestGate } from "../../support/gate.ts";
import { testRows } from "../../support/table.ts";
import { examineStage, type Reported, startHealthyStage, stopClock, TOKEN } from "./doctor-stage.ts";
import type { StageWorld } from "./stage-world.ts";

let world: StageWorld;

beforeEach(async () => {
  world = await startHealthyStage();
});

afterEach(() => world.close());

const runDoctor = (more?: string, extra?: Parameters<StageWorld["chatgate"]>[1]) =>
  examineStage(world, more, extra);

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
      .map(({ level, code, message }) => `${level} ${code ?? message}`);

  test("the verify request is answered, and a forged one is not", async () => {
    const { code, findings } = await runDoctor(`--url ${await deploy()}`);
    expect([code, findUrl(findings)]).toEqual([
      0,
      [
        "ok the verify request is answered OK: 0 ms the first time, 0 ms again",
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
      const { code, findings } = await runDoctor(`--url ${await deploy(how)}`);
      expect([code, findUrl(findings).at(-1)]).toEqual([1, `fail ${expected}`]);
      expect(findings.find((finding) => finding.code === expected)?.message).toContain(answer);
      if (how?.lateSeconds)
        expect(findings.filter(({ check }) => check === "clock").at(-1)).toMatchObject({
          level: "warn",
          code: "clock-skew",
        });
    },
  );

  test("answers that leave no time for the network", async () => {
    const clock = stopClock();
    let looks = 0;
    const { findings } = await runDoctor(`--url ${await deploy()}`, { now: () => clock() + 1_001 * looks++ });
    expect(findUrl(findings)).toEqual(["warn url-slow", "ok a wrong signature is refused"]);
  });

  testRows(
    [
      { url: "nonsense", expected: "url-invalid" },
      { url: "http://example.org/", expected: "url-not-https" },
      { url: "http://127.0.0.1:1/?a=b", expected: "url-with-query" },
      { url: "http://127.0.0.1:1/", expected: "url-unreachable" },
    ],
    "$url",
    async ({ url, expected }) => {
      const { code, findings } = await runDoctor(`--url ${url}`);
      expect([code, findUrl(findings)]).toEqual([1, [`fail ${expected}`]]);
    },
  );

  test("without a token there is nothing to sign with", async () => {
    world.store.remove("/chatgate-secrets/dev/tokens");
    const { findings } = await runDoctor("--url http://127.0.0.1:1/");
    expect(findUrl(findings)).toEqual(["warn url-not-asked"]);
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { testRows } from "../../support/table.ts";
import { examineStage, startHealthyStage } from "./doctor-stage.ts";
import type { StageWorld } from "./stage-world.ts";

let world: StageWorld;

beforeEach(async () => {
  world = await startHealthyStage();
});

afterEach(() => world.close());

const runDoctor = (more?: string, extra?: Parameters<StageWorld["chatgate"]>[1]) =>
  examineStage(world, more, extra);

test("a network without a way to Lambda is a warning", async () => {
  const { findings } = await runDoctor("", { env: { AWS_ENDPOINT_URL_LAMBDA: "http://127.0.0.1:1" } });
  const found = findings.filter(({ check }) => check === "function");
  expect(found).toEqual([expect.objectContaining({ level: "warn", code: "lambda-unreachable" })]);
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
      const { findings } = await runDoctor("", { env });
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

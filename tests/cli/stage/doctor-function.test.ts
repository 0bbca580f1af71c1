import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

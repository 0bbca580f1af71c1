import { computeSignature } from "../../lib/callback/authenticate.ts";
import { createCallbackEvent, createTestGate, TOKEN, type World } from "../support/gate.ts";
import { testRows } from "../support/table.ts";
import { badPolicy, base64, fault, GROUP, group, unavailable } from "./test-endings.ts";

const MEBIBYTE = 1024 * 1024;

/** If several things are wrong, the first of these is reported: each is tried together with all that follow. */
describe("the order of checks", () => {
  type Query = readonly (readonly [string, string])[];
  type Request = {
    readonly method: string;
    readonly query: Query;
    readonly body: Buffer;
    readonly world: World;
  };
  const but = (query: Query, name: string, ...values: readonly string[]): Query => [
    ...query.filter(([key]) => key !== name),
    ...values.map((value) => [name, value] as const),
  ];
  const edited = (body: Buffer, change: object) =>
    Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ...change }));

  const wrongs: readonly (readonly [string, (request: Request) => Partial<Request>])[] = [
    ["method-not-allowed", () => ({ method: "GET" })],
    ["body-too-large", ({ body }) => ({ body: Buffer.concat([body, Buffer.alloc(MEBIBYTE)]) })],
    ["parameter-repeated", ({ query }) => ({ query: [...query, ["sign", "0"], ["SIGN", "0"]] })],
    ["parameter-missing", ({ query }) => ({ query: but(query, "SdkAppid") })],
    ["settings-unavailable", ({ world }) => ({ world: { ...world, ...unavailable } })],
    ["sdkappid-unknown", ({ query }) => ({ query: but(query, "SdkAppid", "1") })],
    ["no-token-configured", ({ world }) => ({ world: { ...world, tokens: "" } })],
    ["sign-missing", ({ query }) => ({ query: but(query, "Sign") })],
    ["sign-mismatch", ({ query }) => ({ query: but(query, "Sign", "0") })],
    [
      "request-time-stale",
      ({ query }) => ({ query: but(but(query, "RequestTime", "1"), "Sign", computeSignature(TOKEN, "1")) }),
    ],
    ["body-not-utf8", ({ body }) => ({ body: Buffer.concat([Buffer.from([0xff]), body]) })],
    ["body-not-json-object", ({ body }) => ({ body: Buffer.from(`[${body}]`) })],
    ["command-mismatch", ({ body }) => ({ body: edited(body, { CallbackCommand: "other" }) })],
    ["policy-unavailable", ({ world }) => ({ world: { ...world, ...badPolicy } })],
    ["unreadable", ({ body }) => ({ body: edited(body, { Name: undefined }) })],
    ["fault", ({ world }) => ({ world: { ...world, ...fault(GROUP) } })],
  ];

  testRows(
    wrongs.map(([reason], index) => ({ reason, index })),
    "$reason",
    async ({ reason, index }) => {
      const { rawQueryString } = createCallbackEvent(group);
      const good: Request = {
        method: "POST",
        query: [...new URLSearchParams(String(rawQueryString))],
        body: Buffer.from(JSON.stringify(group.body)),
        world: { onFault: "deny", settings: { onFault: "deny", onUnreadable: "deny" } },
      };
      // A broken schema reads nothing, so that nothing is unreadable beside it.
      const following = wrongs.slice(index).filter(([name]) => reason === "fault" || name !== "fault");
      let request = good;
      for (const [, wrong] of following.toReversed()) request = { ...request, ...wrong(request) };
      const { gate } = createTestGate(request.world);
      const answer = await gate(
        {
          ...createCallbackEvent(group),
          requestContext: { http: { method: request.method } },
          rawQueryString: new URLSearchParams(
            request.query.map(([key, value]): [string, string] => [key, value]),
          ).toString(),
          ...base64(request.body),
        },
        "r",
      );
      expect(answer.envelope.ErrorInfo).toBe(reason);
    },
  );
});

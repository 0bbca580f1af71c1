import fc from "fast-check";
import { commands } from "../../lib/commands/generated/index.ts";
import { fixtures, readSample } from "../support/fixtures.ts";
import { createCallbackEvent, createTestGate, formats, type World } from "../support/gate.ts";
import { scaleRuns } from "../support/runs.ts";
import { expectDocumented } from "./expect-documented.ts";

const denying: World = {
  settings: { onFault: "deny", onUnreadable: "deny", onDeadline: "deny" },
  policies: { p: { rules: [{ id: "all", on: "*.CallbackBefore*", when: 'clientIp != ""', deny: {} }] } },
};

const event = fc.record(
  {
    rawQueryString: fc.oneof(fc.string(), fc.constantFrom(String(createCallbackEvent({}).rawQueryString))),
    requestContext: fc.oneof(fc.anything(), fc.constant({ http: { method: "POST" } })),
    httpMethod: fc.oneof(fc.anything(), fc.constant("POST")),
    queryStringParameters: fc.anything(),
    multiValueQueryStringParameters: fc.oneof(
      fc.anything(),
      fc.dictionary(fc.string(), fc.array(fc.string())),
    ),
    body: fc.oneof(fc.string(), fc.anything(), fc.json()),
    isBase64Encoded: fc.oneof(fc.boolean(), fc.anything()),
  },
  { requiredKeys: [] },
);

test("any event ends in an answer, never in a throw", async () => {
  const { gate, outcomes } = createTestGate(denying);
  await fc.assert(
    fc.asyncProperty(fc.oneof(event, fc.anything()), async (given) => {
      await gate(given, "r");
      for (const outcome of outcomes.splice(0)) expectDocumented(outcome);
    }),
    { numRuns: scaleRuns(500) },
  );
});

test("any signed bytes do", async () => {
  const { gate, outcomes } = createTestGate(denying);
  const text = fc.oneof(fc.uint8Array({ maxLength: 80 }).map(Buffer.from), fc.json().map(Buffer.from));
  const name = fc.constantFrom(...commands.keys());
  await fc.assert(
    fc.asyncProperty(
      name,
      text,
      fc.constantFrom(...Object.values(formats)),
      async (command, bytes, format) => {
        const body = { body: bytes.toString("base64"), isBase64Encoded: true };
        await gate(format(createCallbackEvent({ command, event: body })), "r");
        for (const outcome of outcomes.splice(0)) expectDocumented(outcome);
      },
    ),
    { numRuns: scaleRuns(300) },
  );
});

test("any command does, whatever stands in one of its fields", async () => {
  const { gate, outcomes } = createTestGate(denying);
  const spoilt = fc.constantFrom(...fixtures).chain(({ command, sample }) =>
    fc.record({
      command: fc.constant(command.name),
      key: fc.constantFrom(...Object.keys(sample), "__proto__", "constructor"),
      value: fc.oneof(fc.jsonValue(), fc.constant(undefined)),
    }),
  );
  await fc.assert(
    fc.asyncProperty(spoilt, async ({ command, key, value }) => {
      const entries = Object.entries({ ...readSample(command) }).filter(([name]) => name !== key);
      const body = `{${[...entries, [key, value] as const]
        .filter(([, inner]) => inner !== undefined)
        .map(([name, inner]) => `${JSON.stringify(name)}:${JSON.stringify(inner)}`)
        .join()}}`;
      await gate(createCallbackEvent({ command, body }), "r");
      for (const outcome of outcomes.splice(0)) expectDocumented(outcome);
    }),
    { numRuns: scaleRuns(500) },
  );
});

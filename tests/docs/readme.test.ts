import { existsSync, readFileSync } from "node:fs";
import { directorySource } from "../../lib/store/directory.ts";
import { createTestGate } from "../support/gate.ts";

const readme = readFileSync("README.md", "utf8");

/**
 * The gate of `npm run invoke` and `npm run dev`, without the servers around it. The examples' signatures are good for
 * ten years, their exemption until 2031; the clock of these tests stands still.
 */
const { gate } = createTestGate({ read: directorySource("policies").read, onFault: "deny" });

test("the policy that it shows is one of the example policies", () => {
  const [, shown = ""] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(readFileSync("policies/creation.yaml", "utf8")).toContain(shown.trim());
});

test("the answer that it shows is the example event's", async () => {
  const event = JSON.parse(readFileSync("examples/events/refused.json", "utf8"));
  const { status, body } = await gate(event, "");
  expect(readme).toContain(`"statusCode": ${status},`);
  expect(readme).toContain(`"body": ${JSON.stringify(body)}`);
});

test("the curl that it shows gets the answer that it shows", async () => {
  const [, query, data, answer] = /curl '[^?]*\?([^']*)' \\\n\s*--data '([^']*)'\n(.*)\n/.exec(readme) ?? [];
  const event = { rawQueryString: query, requestContext: { http: { method: "POST" } }, body: data };
  expect((await gate(event, "")).body).toBe(answer);
});

test("every file that it links is there", () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(8);
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});

/** What each example event is there to show, by its name. */
const endings = {
  allowed: [200, 0],
  refused: [200, 10101],
  shadowed: [200, 0],
  exempted: [200, 0],
  unsigned: [401, 401],
  stale: [401, 401],
  base64: [200, 10102],
  "after-command": [200, 0],
  "unknown-command": [200, 0],
} as const;

test.each(Object.entries(endings))("the example event %s", async (name, [status, code]) => {
  const event = JSON.parse(readFileSync(`examples/events/${name}.json`, "utf8"));
  const answer = await gate(event, "");
  expect([answer.status, answer.envelope.ErrorCode]).toEqual([status, code]);
});

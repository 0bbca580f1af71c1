import { existsSync, readFileSync } from "node:fs";
import { createDirectorySource } from "../../lib/store/directory.ts";
import { createTestGate } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const readme = readFileSync("README.md", "utf8");

/**
 * The gate of `npm run invoke` and `npm run dev`, without the servers around it. The examples' signatures are good for
 * ten years, their exemption until 2031; the clock of these tests stands still.
 */
const { gate } = createTestGate({ read: createDirectorySource("policies").read, onFault: "deny" });

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
const endings = [
  { event: "allowed", status: 200, code: 0 },
  { event: "refused", status: 200, code: 10101 },
  { event: "shadowed", status: 200, code: 0 },
  { event: "exempted", status: 200, code: 0 },
  { event: "unsigned", status: 401, code: 401 },
  { event: "stale", status: 401, code: 401 },
  { event: "base64", status: 200, code: 10102 },
  { event: "after-command", status: 200, code: 0 },
  { event: "unknown-command", status: 200, code: 0 },
];

testRows(endings, "the example event $event", async ({ event: name, status, code }) => {
  const event = JSON.parse(readFileSync(`examples/events/${name}.json`, "utf8"));
  const answer = await gate(event, "");
  expect([answer.status, answer.envelope.ErrorCode]).toEqual([status, code]);
});

/**
 * `npm run dev` as a person uses it: a callback is refused, the policy is edited, the very next one is allowed, with
 * no restart. `npm run test:dev`; needs neither network nor account.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PORT = 3917;
const SECONDS = 60;

const folder = await mkdtemp(path.join(tmpdir(), "chatgate-dev-"));
await cp("policies", folder, { recursive: true });
const event = JSON.parse(await readFile("examples/events/refused.json", "utf8"));

const server = spawn(
  process.execPath,
  [
    "node_modules/serverless/bin/serverless.js",
    "offline",
    ...["--httpPort", String(PORT), "--lambdaPort", String(PORT + 1), "--param", `source=dir:${folder}`],
  ],
  { stdio: ["ignore", "pipe", "pipe"] },
);
let said = "";
for (const stream of [server.stdout, server.stderr])
  stream.on("data", (chunk) => {
    said += chunk;
  });

async function answer(): Promise<{ readonly ErrorCode: number }> {
  const url = `http://127.0.0.1:${PORT}/?${event.rawQueryString}`;
  const response = await fetch(url, { method: "POST", body: event.body });
  return (await response.json()) as { ErrorCode: number }; // JSON of ours
}

/** Until the server listens; it says so in its own words, so it is asked instead. */
async function firstAnswer() {
  const end = Date.now() + SECONDS * 1000;
  for (;;) {
    const got = await answer().catch(() => undefined);
    if (got !== undefined) return got;
    assert.ok(Date.now() < end && server.exitCode === null, "it does not answer");
    await sleep(200);
  }
}

try {
  assert.equal((await firstAnswer()).ErrorCode, 10101);
  console.log("ok      npm run dev answers as the policies say");
  const refused = (await readFile("events.jsonl", "utf8")).trimEnd().split("\n").at(-1) ?? "";
  assert.equal(JSON.parse(refused).data.decision.code, 10101);
  assert.match(said, /"type":"delivered".*events\.jsonl/);
  console.log("ok      npm run dev writes the decision into events.jsonl, and says so in a line");
  const file = path.join(folder, "creation.yaml");
  const policy = await readFile(file, "utf8");
  await writeFile(file, policy.replace('"Community"]', '"Community", "AVChatRoom"]'));
  assert.equal((await answer()).ErrorCode, 0);
  console.log("ok      an edited policy holds for the very next callback, with no restart");
} catch (error) {
  console.error(`failed  ${error instanceof Error ? error.message : error}\n${said}`);
  process.exitCode = 1;
} finally {
  server.kill("SIGKILL");
  await rm(folder, { recursive: true });
}

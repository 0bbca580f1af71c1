/**
 * `npm run dev` as a person uses it: a callback is refused, the policy is edited, the very next one is allowed, with
 * no restart; a mistake is shown as `policy check` shows it; the playground has the callbacks; signals end all of it.
 * `npm run test:dev`; needs neither network nor account.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { drawDevPicture } from "../../scripts/pictured-dev.ts";
import { fetchInTime, runProcess } from "./run-process.ts";

const PORT = 3917;
const SECONDS = 120;
/** In a name, so that it would be seen in what is printed. */
const MARKER = "marker-7f3a";

const folder = await mkdtemp(path.join(tmpdir(), "chatgate-dev-"));
await cp("policies", folder, { recursive: true });
const policyFile = path.join(folder, "creation.yaml");
const policy = await readFile(policyFile, "utf8");
const event = JSON.parse(await readFile("examples/events/refused.json", "utf8"));
const body = JSON.stringify({ ...JSON.parse(event.body), Name: MARKER });

type Dev = { readonly process: ChildProcess; readonly said: () => string };

function start(...args: readonly string[]): Dev {
  const child = spawn(
    process.execPath,
    [
      ...["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "cli/dev/start.ts"],
      ...["--httpPort", String(PORT), "--param", `source=dir:${folder}`, ...args],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  return { process: child, said: () => said };
}

async function answer(): Promise<{ readonly ErrorCode: number }> {
  const url = `http://127.0.0.1:${PORT}/?${event.rawQueryString}`;
  const response = await fetchInTime("a callback", url, { method: "POST", body });
  return (await response.json()) as { ErrorCode: number }; // JSON of ours
}

/** Calls until there is an outcome that is wanted. */
async function waitFor<T>(what: string, attempt: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = Date.now() + SECONDS * 1000;
  for (;;) {
    const got = await attempt();
    if (got !== undefined) return got;
    assert.ok(Date.now() < end && dev.process.exitCode === null, `it takes too long: ${what}`);
    await sleep(100);
  }
}
const waitForLine = (pattern: RegExp) =>
  waitFor(String(pattern), () => pattern.exec(dev.said()) ?? undefined);

/** Its exit code, once nothing is left of it that holds its pipes. */
async function waitForEnd(): Promise<number | null> {
  const closed = once(dev.process, "close", { signal: AbortSignal.timeout(SECONDS * 1000) });
  const [code] = (await closed.catch(() => {
    throw new Error(`npm run dev did not end, or left something behind, within ${SECONDS} s`);
  })) as [number | null];
  return code;
}

/** Ends it by a signal; its exit code, once nothing answers there any more. */
async function end(signal: NodeJS.Signals): Promise<number | null> {
  const ended = waitForEnd();
  dev.process.kill(signal);
  const code = await ended;
  await assert.rejects(answer(), "it still answers");
  return code;
}

/** A request whose headers a page could not choose. */
async function getStatus(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const signal = AbortSignal.timeout(SECONDS * 1000);
  const sent = request({ host: "127.0.0.1", port: PORT, path: url, headers, signal }).end();
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}

let dev = start();
try {
  assert.equal((await waitFor("an answer", () => answer().catch(() => undefined))).ErrorCode, 10101);
  const [, digest = ""] = await waitForLine(/^\/.*\/: policies \(set ([0-9a-f]{12})\): 2 policies, 1 list/m);
  await waitForLine(
    /^\d\d:\d\d:\d\d {2}deny {6}Group\.CallbackBeforeCreateGroup {2}creation\/group-types deny groupType {2}10101 {2}\d+ ms$/m,
  );
  console.log("ok      npm run dev answers as the policies say, and says so in one plain line");

  const refused = (await readFile("events.jsonl", "utf8")).trimEnd().split("\n").at(-1) ?? "";
  assert.equal(JSON.parse(refused).data.decision.code, 10101);
  console.log("ok      npm run dev writes the decision into events.jsonl");

  await writeFile(policyFile, policy.replace('"Community"]', '"Community", "AVChatRoom"]'));
  assert.equal((await answer()).ErrorCode, 0);
  const [, next] = await waitForLine(/policies reloaded \(set ([0-9a-f]{12})\): 2 policies, 1 list/);
  assert.notEqual(next, digest);
  console.log("ok      an edited policy holds for the very next callback, with no restart, and is said to");

  await writeFile(policyFile, policy.replace("groupType in", "groupTyp in"));
  await waitForLine(/The policies before stay in force\./);
  const checked = await runProcess(
    "chatgate policy check",
    [process.execPath, "bin/chatgate.cjs", "policy", "check", folder],
    { limitMs: SECONDS * 1000 },
  );
  assert.match(checked.stdout, /creation\.yaml:6:\d+: Unknown facet "groupTyp"/);
  assert.ok(dev.said().includes(checked.stdout.trimEnd()), "not as `policy check` prints it");
  assert.equal((await answer()).ErrorCode, 0);
  console.log("ok      a mistake is shown as `policy check` shows it, and the set before stays in force");

  const response = await fetchInTime("the playground", `http://127.0.0.1:${PORT}/_playground`);
  const page = await response.text();
  const [, block = ""] = /id="served">(.*?)<\/script>/s.exec(page) ?? [];
  const { callbacks } = JSON.parse(block) as { callbacks: { body: string; code: number }[] }; // the server's own
  assert.deepEqual(
    callbacks.slice(0, 2).map(({ code }) => code),
    [0, 0],
  );
  assert.equal(callbacks.at(-1)?.code, 10101);
  assert.ok(callbacks.every((callback) => callback.body === body));
  assert.ok(!dev.said().includes(MARKER), "a text was logged");
  for (const headers of [{ host: "gate.example" }, { "x-forwarded-for": "192.0.2.1" }])
    assert.equal(await getStatus("/_playground/", headers), 403);
  console.log("ok      the playground has the last callbacks, for this machine alone; no text is logged");

  assert.equal(await end("SIGTERM"), 0);
  console.log("ok      SIGTERM ends both");

  await writeFile(policyFile, policy);
  dev = start("--json");
  assert.equal((await waitFor("an answer", () => answer().catch(() => undefined))).ErrorCode, 10101);
  await waitForLine(/"type":"delivered".*events\.jsonl/);
  const lines = dev
    .said()
    .split("\n")
    .filter((line) => /^\{/.test(line));
  assert.ok(lines.some((line) => JSON.parse(line).type === "audit"));
  assert.ok(lines.some((line) => "_aws" in JSON.parse(line)));
  assert.equal(await end("SIGINT"), 0);
  console.log("ok      --json leaves the function's lines as they are, and SIGINT ends it");

  const { path: picture, svg } = await drawDevPicture();
  assert.equal(await readFile(picture, "utf8"), svg, "npm run pictures draws it again");
  console.log("ok      docs/pictures/dev.svg shows what it prints today");

  dev = start("--stage", "nowhere");
  const code = await waitForEnd();
  assert.ok(code !== 0 && code !== null);
  console.log("ok      it fails as `serverless offline` does");
} catch (error) {
  console.error(`failed  ${error instanceof Error ? error.message : error}\n${dev.said()}`);
  process.exitCode = 1;
} finally {
  dev.process.kill("SIGTERM");
  await rm(folder, { recursive: true });
}

/**
 * Deploys the stack with osls to an AWS on loopback and goes the way of one operator: policy into SSM, a refusal,
 * another policy, no refusal, a set pushed and taken back, the audit line, removal. `npm run test:deploy`; needs MiniStack, no AWS account.
 */
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { waitFor } from "../support/wait-for.ts";
import { listDistributionSteps } from "./distribution.ts";
import { checkEvents } from "./events.ts";
import { listLimitSteps } from "./limits.ts";
import { startMinistack } from "./ministack.ts";
import { runPages } from "./pages.ts";
import { listReplaySteps } from "./replay.ts";
import { fetchInTime, runSuccessfully } from "./run-process.ts";
import { createGroup, policy, receiveEvents, STAGE, settings, sign, signs, TOKEN } from "./stage-content.ts";

let passed = 0;

let failed = 0;

/** After one has failed the next ones, which build on it, are left out, but for the last one. */
async function step(title: string, work: () => Promise<unknown>, when = () => failed === 0): Promise<void> {
  if (!when()) return;
  const start = performance.now();
  const fault = await work().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
  if (fault === undefined) passed++;
  else failed++;
  console.log(
    fault === undefined ? `ok     ${seconds} s  ${title}` : `failed ${seconds} s  ${title}\n${fault}`,
  );
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(1));

const ministack = await startMinistack().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

const serverless = async (...words: readonly string[]): Promise<string> => {
  const program = "node_modules/serverless/bin/serverless.js";
  return runSuccessfully(`sls ${words.join(" ")}`, [process.execPath, program, ...words, "--stage", STAGE], {
    env: ministack.env,
    limitMs: 300_000,
  });
};

const ssm = new SSMClient({
  endpoint: ministack.endpoint,
  region: "ap-southeast-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

const put = (name: string, value: unknown, type: "String" | "SecureString" = "String") =>
  ssm.send(
    new PutParameterCommand({
      Name: name,
      Value: typeof value === "string" ? value : JSON.stringify(value),
      Type: type,
      Overwrite: true,
    }),
    { requestTimeout: 60_000 },
  );

let url = "";

/** Sends what Chat would send; `parameters` with the value undefined are left out. */
async function callback(body: object, parameters: Readonly<Record<string, string | undefined>> = {}) {
  const time = String(Math.floor(Date.now() / 1000));
  const query = Object.entries({
    SdkAppid: "1400000000",
    CallbackCommand: "Group.CallbackBeforeCreateGroup",
    contenttype: "json",
    ClientIP: "203.0.113.9",
    OptPlatform: "iOS",
    Sign: sign(time),
    RequestTime: time,
    ...parameters,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetchInTime("a callback", `${url}?${new URLSearchParams(query)}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> }; // JSON of ours
}

/** Waits for the answer to change: a deployment would not, and a refresh takes a second and what the machine needs. */
async function answered(code: number, change: object = {}): Promise<void> {
  let last = "none";
  const ask = async () => {
    const { answer } = await callback(createGroup(change));
    last = JSON.stringify(answer);
    return answer.ErrorCode === code;
  };
  await waitFor(`the answer ${code}`, ask, { limitMs: 60_000, said: () => `The last answer: ${last}` });
}

const folder = `${await mkdtemp(path.join(tmpdir(), "chatgate-deploy-"))}/policies`;

/** The command line, as a person runs it. */
const chatgate = (...words: readonly string[]) => chatgateIn(words);

async function chatgateIn(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  return runSuccessfully(
    `chatgate ${words.join(" ")}`,
    [process.execPath, "bin/chatgate.cjs", ...words, "--stage", STAGE],
    { env: { ...ministack.env, ...env }, limitMs: 180_000 },
  );
}

await step("settings, token, policy and a list in two parts into SSM", async () => {
  await put(`/chatgate/${STAGE}/settings`, settings);
  await put(`/chatgate-secrets/${STAGE}/tokens`, TOKEN, "SecureString");
  await put(`/chatgate/${STAGE}/policies/creation`, policy(["Work", "Public"]));
  await put(`/chatgate/${STAGE}/lists/reserved/001`, "# names that only we may use\nofficial");
  await put(`/chatgate/${STAGE}/lists/reserved/002`, "support\n");
});

await step("sls deploy", async () => {
  // MiniStack knows no saved queries.
  const said = await serverless("deploy", "--param", "queries=none", "--param", "replay=distributed");
  const id = /https:\/\/(\w+)\.execute-api/.exec(said)?.[1];
  assert.ok(id, `no endpoint in what it printed:\n${said}`);
  url = `${ministack.endpoint}/_aws/execute-api/${id}/$default/`;
});

await step("the console's verify request is answered OK", async () => {
  const { status, answer } = await callback({}, { SdkAppid: undefined, CallbackCommand: undefined });
  assert.deepEqual([status, answer], [200, { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 }]);
});

await step("a request without Sign is refused", async () => {
  const { status, answer } = await callback(createGroup(), { Sign: undefined });
  assert.deepEqual([status, answer.ActionStatus, answer.ErrorInfo], [401, "FAIL", "sign-missing"]);
});

await step("a group of a type that policy does not allow is refused", async () => {
  const { status, answer } = await callback(createGroup());
  const message = "Groups of type AVChatRoom cannot be created here.";
  assert.deepEqual([status, answer], [200, { ActionStatus: "OK", ErrorInfo: message, ErrorCode: 10101 }]);
});

await step("a name of the list's second part is refused", async () => {
  const { answer } = await callback(createGroup({ Type: "Public", Name: "Customer Support" }));
  assert.equal(answer.ErrorCode, 10102);
});

await step("the third of two groups an hour is refused, as the stack's table counts", async () => {
  const create = async (account: string) =>
    (await callback(createGroup({ Type: "Public", Name: "Burst", Operator_Account: account }))).answer
      .ErrorCode;
  const one = () => create("u_mira");
  assert.deepEqual([await one(), await one(), await one(), await create("u_zoe")], [0, 0, 10103, 0]);
  assert.match(await chatgate("limit", "show", "burst", "u_mira"), /used 2 of 2 → over/);
  await chatgate("limit", "reset", "burst", "u_mira");
  assert.match(await chatgate("limit", "show", "burst", "u_mira"), /used 0 of 2 → within/);
});

await step("policy changed in SSM: allowed within the refresh time, with no deployment", async () => {
  await put(`/chatgate/${STAGE}/policies/creation`, policy(["Work", "Public", "AVChatRoom"]));
  await answered(0);
});

await step("chatgate policy push: the example policies are in force, all at once", async () => {
  await cp("policies", folder, { recursive: true });
  await mkdir(`${folder}/stages`);
  await writeFile(`${folder}/stages/${STAGE}.yaml`, JSON.stringify(settings));
  const said = await chatgate("policy", "push", folder, "--reason", "The deployment test", "--yes");
  assert.match(said, /creation/);
  await answered(10101);
});

await step("chatgate policy rollback: as it was before", async () => {
  await chatgate("policy", "rollback", "--yes");
  await answered(0);
});

await step("chatgate doctor finds the stage in order", async () => {
  await chatgate("doctor", "--url", url);
});

await step("what happened reaches the stack's queue, and chatgate events sees that it can", async () => {
  await writeFile(
    `${folder}/stages/${STAGE}.yaml`,
    JSON.stringify({ ...settings, events: [{ on: "Group.CallbackAfter*", to: "queue" }] }),
  );
  await chatgate("policy", "push", folder, "--reason", "Events", "--yes");
  const after = {
    CallbackCommand: "Group.CallbackAfterCreateGroup",
    GroupId: "@TGS#1",
    Type: "Public",
    Name: "Trails",
    Owner_Account: "u_mira",
    Operator_Account: "u_mira",
    EventTime: 1764950412345,
  };
  const received = async () => {
    await callback(after, { CallbackCommand: after.CallbackCommand });
    return (await receiveEvents(ministack.endpoint))[0];
  };
  const event = await waitFor("an event in the queue", received, { limitMs: 60_000 });
  assert.match(event, /"type":"Group.CallbackAfterCreateGroup"/);
  assert.match(await chatgate("events", "test"), /^ok: queue took the event, id /m);
  assert.match(await chatgate("doctor"), /events: queue/);
  assert.match(await chatgate("events", "redeliver", "--since", "1h", "--dry-run"), /0 to send/);
});

await step("the refusal's audit line, and nothing secret, in CloudWatch Logs", async () => {
  const logs = await serverless("logs", "--function", "webhook");
  const audits = [...logs.matchAll(/\{"type":"audit".*\}/g)].map(([line]) => JSON.parse(line));
  const refusal = audits.find((line) => line.code === 10101);
  assert.ok(refusal, `no audit line of the refusal among:\n${logs}`);
  assert.equal(refusal.command, "Group.CallbackBeforeCreateGroup");
  assert.ok(
    refusal.effects.some(
      (rule: { rule: string; effect: string }) =>
        rule.rule === "creation/group-types" && rule.effect === "deny",
    ),
    JSON.stringify(refusal),
  );
  for (const secret of [TOKEN, ...signs, "u_mira", "Trail runners"]) {
    assert.ok(!logs.includes(secret), `the log holds ${secret}`);
  }
});

/** Its request's id, once the log has it. */
async function refuseRequest(): Promise<string> {
  await callback(createGroup());
  const said = await chatgate("tail", "--since", "10m", "--no-follow", "--decision", "deny", "--json");
  const [id = ""] = [...said.matchAll(/"requestId":"([^"]+)"/g)]
    .flatMap(([, found = ""]) => [found])
    .slice(-1);
  assert.notEqual(id, "", said);
  return id;
}

const { endpoint, env } = ministack;
const distribution = listDistributionSteps({
  ...{ endpoint, stage: STAGE, folder, chatgate: chatgateIn },
  answered: (name, code) => answered(code, { Name: name, Type: "Public" }),
});

const create = (change: object) => callback(createGroup(change));
const replay = listReplaySteps({ endpoint, stage: STAGE, folder, env, create });
for (const { title, work } of [...distribution, ...replay]) await step(title, work);
await step("every command block of the pages about a stage", () =>
  runPages({ env: ministack.env, stage: STAGE, url, refuseRequest }),
);

await checkEvents(endpoint, step);

for (const { title, work } of listLimitSteps(ministack.endpoint)) await step(title, work);

if (failed > 0 && url !== "") {
  const logs = await serverless("logs", "--function", "webhook").catch(String);
  console.log(`${logs}\nThe end of what MiniStack said:\n${ministack.said()}`.replace(/^/gm, "        "));
}

await step(
  "sls remove",
  async () => {
    await serverless("remove");
    const { status } = await fetchInTime("a callback of the removed stack", url, { method: "POST" });
    assert.equal(status, 404);
  },
  () => url !== "",
);

await rm(path.dirname(folder), { recursive: true });

console.log(`${passed} ok, ${failed} failed`);

process.exit(failed === 0 ? 0 : 1);

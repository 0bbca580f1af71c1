/**
 * The distributed replay of the deployed stack: what was recorded is replayed by the state machine and by this machine,
 * from opened recordings, from sealed lines of the log, and with a candidate. Part of `npm run test:deploy`.
 *
 * MiniStack runs the Distributed Map and lists the objects, but knows neither ItemBatcher (each item is given to its child
 * as it is) nor ResultWriter (the results are the state's output). So the machine that runs here is the deployed one with
 * batches of one item, made by ItemSelector as ItemBatcher would make them, and what ResultWriter would write is written
 * from the state's output.
 */
import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { parseObject } from "../../lib/json.ts";
import { openObjectStore } from "../../lib/store/object-store.ts";
import { createCall } from "../support/aws-call.ts";
import { waitFor } from "../support/wait-for.ts";
import { runSuccessfully } from "./run-process.ts";

export type ReplayWorld = {
  readonly endpoint: string;
  readonly stage: string;
  /** The operator's folder, with settings for the stage. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Of one callback: the creation of a group. */
  readonly create: (change: object) => Promise<unknown>;
};

type Fields = Readonly<Record<string, unknown>>;
type Definition = {
  readonly States: { readonly Replay: Fields & { readonly ItemBatcher: Fields & { BatchInput: Fields } } };
};

const REQUESTS = 40;
const RULE = {
  ...{ id: "no-rivers", on: "Group.CallbackBeforeCreateGroup" },
  ...{ when: 'name.contains("River")', deny: { code: 10150 } },
};

export function listReplaySteps(world: ReplayWorld) {
  const { endpoint, stage, folder, env, create } = world;
  const run = (words: readonly string[]): Promise<string> =>
    runSuccessfully(`chatgate ${words.join(" ")}`, [process.execPath, "bin/chatgate.cjs", ...words], {
      env,
      limitMs: 180_000,
    });
  const chatgate = (words: readonly string[]) => run([...words, "--stage", stage]);
  const options = () => ({ deadline: Date.now() + 20_000, attempts: 3 });
  const askFor = async (service: string, target: string, input: object, jsonVersion: "1.0" | "1.1") => {
    const answer = await createCall(service, endpoint)(target, input, { ...options(), jsonVersion });
    assert.equal(answer.kind, "ok", `${target}: ${JSON.stringify(answer)}`);
    return answer.kind === "ok" ? answer.body : {};
  };
  const askStates = (action: string, input: object) =>
    askFor("states", `AWSStepFunctions.${action}`, input, "1.0");
  const machine = `arn:aws:states:ap-southeast-1:123456789012:stateMachine:chatgate-${stage}-replay`;
  const recordings = path.join(folder, "../recordings");

  let definition: Definition;
  let copy = "";
  let bucket = "";
  let lines: readonly string[] = [];
  let [setBefore, setAfter] = [0, 0];

  const openBucket = () =>
    openObjectStore({
      ...{ bucket, region: "ap-southeast-1", endpoint, random: Math.random, now: Date.now },
      credentials: () => ({ accessKeyId: "test", secretAccessKey: "test" }),
    });
  const upload = async (key: string, text: string | Buffer) => {
    const failure = await openBucket().put(key, Buffer.from(text), "application/octet-stream");
    assert.equal(failure, undefined);
  };
  const countSets = async () =>
    Number(JSON.parse(await chatgate(["policy", "history", "--json"])).sets[0].set);
  const push = (reason: string) =>
    chatgate(["policy", "push", folder, "--no-test", "--force", "--reason", reason, "--yes"]);

  /** As docs/hindsight.md starts it; gives the tally's JSON. */
  async function replayAt(name: string, input: object): Promise<string> {
    const { executionArn } = await askStates("StartExecution", {
      ...{ stateMachineArn: copy, name, input: JSON.stringify(input) },
    });
    const end = Date.now() + 300_000;
    for (;;) {
      const execution = await askStates("DescribeExecution", { executionArn });
      if (execution.status === "SUCCEEDED") break;
      assert.equal(execution.status, "RUNNING", `${execution.error}: ${execution.cause}`);
      assert.ok(Date.now() < end, `the execution is ${execution.status} after five minutes`);
      await sleep(200);
    }
    const place = `s3://${bucket}/results/${name}`;
    await assert.rejects(run(["replay", "merge", place]), /\[replay-unfinished\]/);
    await writeResults(name, String(executionArn));
    return run(["replay", "merge", place, "--json"]);
  }

  /** What ResultWriter would have written of the map's children. */
  async function writeResults(name: string, executionArn: string): Promise<void> {
    const { mapRuns } = (await askStates("ListMapRuns", { executionArn })) as {
      readonly mapRuns: readonly { readonly mapRunArn: string }[];
    }; // as Step Functions answers, and so below
    const { executions } = (await askStates("ListExecutions", { mapRunArn: mapRuns[0]?.mapRunArn })) as {
      readonly executions: readonly { readonly executionArn: string }[];
    };
    const children = await Promise.all(
      executions.map((child) => askStates("DescribeExecution", { executionArn: child.executionArn })),
    );
    assert.ok(children.length > 0);
    const rows = children.map(({ status, input, output }) => ({
      Status: status,
      Input: input,
      Output: output,
    }));
    const folder = `results/${name}/map/${mapRuns[0]?.mapRunArn.split(":").at(-1)}`;
    const SUCCEEDED = [{ Key: `${folder}/SUCCEEDED_0.json`, Size: 1 }];
    await upload(`${folder}/SUCCEEDED_0.json`, JSON.stringify(rows));
    await upload(
      `${folder}/manifest.json`,
      JSON.stringify({ DestinationBucket: bucket, ResultFiles: { FAILED: [], PENDING: [], SUCCEEDED } }),
    );
  }

  /** Without what differs from run to run. */
  const readCounts = (json: string) => {
    const { before: _, after: __, tallies: ___, unread = [], unfinished = [], ...counts } = JSON.parse(json);
    return { ...counts, unread, unfinished };
  };
  const replayHere = async (...words: readonly string[]) =>
    readCounts(await chatgate(["replay", recordings, ...words, "--json"]));

  return [
    {
      title: "replay: requests are recorded, and pulled",
      work: async () => {
        await push("Before the replay");
        await chatgate(["record", "start", "--for", "1h", "--yes"]);
        setBefore = await countSets();
        const isRecorded = async () => {
          await create({ Name: "The one that finds the settings changed" });
          const said = await chatgate(["record", "pull", "--since", "1h", "-o", `${recordings}-first`]);
          return /Opened [1-9]/.test(said);
        };
        await waitFor("a recording", isRecorded, { limitMs: 180_000 });
        for (let at = 0; at < REQUESTS; at++) {
          const Name = at % 3 === 0 ? `River ${at}` : `Hill ${at}`;
          await create({
            Name,
            Operator_Account: `u_${at % 7}`,
            Type: at % 5 === 0 ? "AVChatRoom" : "Public",
          });
        }
        const said = await chatgate(["record", "pull", "--since", "1h", "-o", recordings]);
        assert.match(said, /Opened \d+ recordings/);
        const files = await readdir(recordings);
        const texts = await Promise.all(files.map((file) => readFile(path.join(recordings, file))));
        lines = texts.flatMap((bytes) => gunzipSync(bytes).toString("utf8").trim().split("\n"));
        assert.ok(lines.length > REQUESTS / 2, `${lines.length} recordings`);
      },
    },
    {
      title: "replay: the deployed machine, with batches of one item as MiniStack can run it",
      work: async () => {
        const described = await askStates("DescribeStateMachine", { stateMachineArn: machine });
        definition = JSON.parse(String(described.definition)) as Definition; // ours
        const { ItemBatcher, ...replay } = definition.States.Replay;
        bucket = String(ItemBatcher.BatchInput.bucket);
        const ItemSelector = {
          BatchInput: ItemBatcher.BatchInput,
          "Items.$": "States.Array($$.Map.Item.Value)",
        };
        const Replay = { ...replay, ItemSelector };
        const made = await askStates("CreateStateMachine", {
          name: `chatgate-${stage}-replay-batches-of-one`,
          definition: JSON.stringify({ ...definition, States: { ...definition.States, Replay } }),
          roleArn: described.roleArn,
        });
        copy = String(made.stateMachineArn);
      },
    },
    {
      title: "replay: two set numbers over opened recordings, as on one machine",
      work: async () => {
        await writeFile(path.join(folder, "rivers.yaml"), JSON.stringify({ rules: [RULE] }));
        await push("No rivers");
        setAfter = await countSets();
        await upload("recordings/opened/a.jsonl", lines.slice(0, 11).join("\n"));
        await upload("recordings/opened/b.jsonl.gz", gzipSync(lines.slice(11, 30).join("\n")));
        await upload("recordings/opened/deeper/c (2).jsonl", `${lines.slice(30).join("\n")}\n`);
        const here = await replayHere("--set", String(setAfter), "--against", `${stage}@${setBefore}`);
        assert.equal(here.requests, lines.length);
        assert.ok(here.changes.newlyRefused > 5, JSON.stringify(here.changes));
        const input = await readDocumentedInput();
        const there = await replayAt("opened", {
          ...{ ...input, prefix: "opened/", before: { set: setBefore }, after: { set: setAfter } },
        });
        assert.deepEqual(readCounts(there), here);
      },
    },
    {
      title: "replay: sealed lines of the log, whose keys the worker reads",
      work: async () => {
        const logs = await askFor(
          "logs",
          "Logs_20140328.FilterLogEvents",
          { logGroupName: `/aws/lambda/chatgate-${stage}-webhook`, limit: 10_000 },
          "1.1",
        );
        const events = logs.events as readonly { readonly message: string }[]; // as CloudWatch Logs answers
        const sealed = events
          .map(({ message }) => message.trim())
          .filter((message) => message.includes('"type":"recording"'));
        assert.equal(sealed.length, lines.length);
        const exported = sealed.map((line) => `2026-12-01T00:00:00.000Z ${line}`).join("\n");
        await upload("recordings/sealed/000000.gz", gzipSync(exported));
        const here = await replayHere("--set", String(setAfter), "--against", `${stage}@${setBefore}`);
        const there = await replayAt("sealed", {
          ...{ prefix: "sealed/", before: { set: setBefore }, after: { set: setAfter } },
        });
        assert.deepEqual(readCounts(there), here);
      },
    },
    {
      title: "replay: a candidate against what was recorded",
      work: async () => {
        const file = path.join(folder, "../candidate.json");
        await chatgate(["replay", "candidate", "--policies", folder, "--out", file]);
        await upload("candidates/next.json", await readFile(file));
        const there = await replayAt("candidate", {
          ...{ prefix: "opened/", before: "recorded", after: { candidate: "next.json" } },
        });
        const here = await replayHere("--set", String(setAfter));
        assert.deepEqual(readCounts(there), here);
      },
    },
  ];
}

/** What docs/hindsight.md gives to `start-execution`. */
async function readDocumentedInput(): Promise<Fields> {
  const text = await readFile("docs/hindsight.md", "utf8");
  const [, input = ""] = /start-execution[\s\S]*?--input '([^']+)'/.exec(text) ?? [];
  const fields = parseObject(input);
  assert.ok(fields, "docs/hindsight.md shows no start-execution with an input");
  return fields;
}

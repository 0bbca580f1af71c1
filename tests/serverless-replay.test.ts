// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are serverless.yml's own variables
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { readReplayInput } from "../handlers/replay-input.ts";
import { formatRecordingKeyPath } from "../lib/store/recording-keys.ts";
import { testRows } from "./support/table.ts";

const readYaml = (file: string) => parse(readFileSync(file, "utf8"), { merge: true });
const { params, provider, functions, resources } = readYaml("serverless.yml");
const { none, distributed } = readYaml("serverless/replay.yml");
const { Resources, Outputs } = distributed.resources;

test("a stage has it only if its parameters ask for it", () => {
  expect([params.default.replay, params.prod.replay]).toEqual(["none", undefined]);
  expect(functions).toContain("${file(serverless/replay.yml):${param:replay}.functions}");
  expect(resources).toContain("${file(serverless/replay.yml):${param:replay}.resources}");
  expect(none).toEqual({ functions: {}, resources: {} });
});

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};
type Role = {
  readonly Policies: readonly [{ readonly PolicyDocument: { Statement: readonly Statement[] } }];
};
const readRole = (name: string) => (Resources[name].Properties as Role).Policies[0].PolicyDocument.Statement;

/** All statements of the stack by who has them. */
const roles: Readonly<Record<string, readonly Statement[]>> = {
  webhook: [
    ...provider.iam.role.statements.filter((statement: unknown) => typeof statement === "object"),
    readYaml("serverless/limits.yml").statement,
    ...readYaml("serverless/events.yml").Resources.EventQueuePolicy.Properties.PolicyDocument.Statement,
  ],
  replay: readRole("ReplayRole"),
  machine: readRole("ReplayMachineRole"),
};

/** ARNs and names as patterns, of a stage `dev`; a reference to another resource is its name. */
function listResources(resource: unknown): readonly string[] {
  if (Array.isArray(resource)) return resource.flatMap(listResources);
  if (typeof resource === "string") return [resource];
  const { "Fn::Sub": sub, "Fn::GetAtt": attribute, "Fn::Join": join } = resource as Record<string, unknown>;
  if (typeof sub === "string") return [sub.replaceAll("${sls:stage}", "dev")];
  if (Array.isArray(attribute)) return [String(attribute[0])];
  const [, parts] = join as readonly [string, readonly unknown[]]; // all that the files use besides
  return [parts.flatMap(listResources).join("")];
}

const listGrants = (statements: readonly Statement[], action: RegExp) =>
  statements
    .filter(({ Effect, Action }) => Effect === "Allow" && [Action].flat().some((name) => action.test(name)))
    .flatMap(({ Resource }) => listResources(Resource));

const covers = (pattern: string, path: string) =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(path);

describe("IAM", () => {
  const parameterArn = (path: string) =>
    `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${path}`;
  const mayRead = (path: string) =>
    Object.entries(roles)
      .filter(([, statements]) =>
        listGrants(statements, /^(ssm:|\*)/).some((pattern) => covers(pattern, parameterArn(path))),
      )
      .map(([name]) => name);
  const mayDecrypt = (path: string) =>
    Object.entries(roles)
      .filter(([, statements]) =>
        statements.some(
          ({ Action, Condition }) =>
            [Action].flat().includes("kms:Decrypt") &&
            Object.values(Condition ?? {})
              .flatMap((test) => listResources(test["kms:EncryptionContext:PARAMETER_ARN"] ?? []))
              .some((pattern) => covers(pattern, parameterArn(path))),
        ),
      )
      .map(([name]) => name);

  testRows(
    [
      { title: "a recording's key", path: formatRecordingKeyPath("dev", "rec-1"), who: ["replay"] },
      { title: "the tokens", path: "/chatgate-secrets/dev/tokens", who: ["webhook"] },
      { title: "the audit key", path: "/chatgate-secrets/dev/audit-key", who: ["webhook", "replay"] },
      { title: "another stage's key", path: formatRecordingKeyPath("prod", "rec-1"), who: [] },
    ],
    "who may read and decrypt $title",
    ({ path, who }) => {
      expect(mayRead(path)).toEqual(who);
      expect(mayDecrypt(path)).toEqual(who);
    },
  );

  test("every file of the stack was looked at for roles and policies", () => {
    const files = readdirSync("serverless").filter((name) => name.endsWith(".yml"));
    const granting = files.filter((name) => {
      const text = readFileSync(`serverless/${name}`, "utf8");
      return /AWS::IAM::(Role|Policy|ManagedPolicy)|^statement:/m.test(text);
    });
    // publisher.yml is a stack of its own, for people.
    expect(granting.sort()).toEqual(["events.yml", "limits.yml", "publisher.yml", "replay.yml"]);
  });

  test("the worker reads recordings, candidates, plans and lists, and writes below results only", () => {
    expect(listGrants(roles.replay ?? [], /^s3:Get/)).toEqual([
      "ReplayBucket/recordings/*",
      "ReplayBucket/candidates/*",
      "ReplayBucket/results/*/plan.json.gz",
      "ListsBucket/lists/*",
    ]);
    expect(listGrants(roles.replay ?? [], /^s3:(Put|Delete|\*)/)).toEqual(["ReplayBucket/results/*"]);
    const actions = (roles.replay ?? []).flatMap(({ Action }) => Action);
    expect(actions).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "s3:GetObject",
      "s3:PutObject",
      "ssm:GetParameters",
      "kms:Decrypt",
    ]);
  });

  test("the state machine reads no recording", () => {
    expect(listGrants(roles.machine ?? [], /^s3:(Get|Put)/)).toEqual(["ReplayBucket/results/*/map/*"]);
    expect(listGrants(roles.machine ?? [], /^(ssm|kms):/)).toEqual([]);
    expect(listGrants(roles.machine ?? [], /^lambda:/)).toEqual(["ReplayLambdaFunction"]);
  });
});

test("time, memory and the days that everything is kept are set", () => {
  expect(distributed.functions.replay).toMatchObject({
    ...{ handler: "handlers/replay.handler", role: "ReplayRole", memorySize: 1769, timeout: 900 },
  });
  const { LifecycleConfiguration } = Resources.ReplayBucket.Properties;
  expect(LifecycleConfiguration.Rules[0]).toMatchObject({ ExpirationInDays: "${param:replayDays}" });
  expect([params.default.replayDays, params.default.replayConcurrency]).toEqual([30, 10]);
  expect(Object.keys(Outputs)).toEqual(["ReplayBucketName", "ReplayMachineArn"]);
});

describe("the state machine", () => {
  const { Definition } = Resources.ReplayMachine.Properties;
  const { Prepare, Replay } = Definition.States;
  const { ReplayBatch } = Replay.ItemProcessor.States;

  test("ends by itself, and so does every task; what is refused is not tried again", () => {
    expect(Definition.TimeoutSeconds).toBe(86_400);
    for (const { TimeoutSeconds, Retry } of [Prepare, ReplayBatch]) {
      expect(TimeoutSeconds).toBeLessThanOrEqual(910);
      expect(Retry[0]).toEqual({ ErrorEquals: ["ReplayRefused"], MaxAttempts: 0 });
      expect(Retry[1]).toMatchObject({ ErrorEquals: ["States.ALL"], MaxAttempts: 3 });
    }
  });

  test("lists objects, runs so many batches at once, each of so many objects, and tolerates no failure", () => {
    expect(Replay).toMatchObject({
      ...{ Type: "Map", MaxConcurrency: "${param:replayConcurrency}", ToleratedFailureCount: 0 },
      ItemBatcher: { MaxItemsPerBatch: 20, MaxInputBytesPerBatch: 65_536 },
    });
    expect(Replay.ItemProcessor.ProcessorConfig).toEqual({ Mode: "DISTRIBUTED", ExecutionType: "STANDARD" });
    const resource = ({ Resource }: { readonly Resource: { readonly "Fn::Sub": string } }) =>
      Resource["Fn::Sub"];
    expect([Replay.ItemReader, Replay.ResultWriter].map(resource)).toEqual([
      "arn:${AWS::Partition}:states:::s3:listObjectsV2",
      "arn:${AWS::Partition}:states:::s3:putObject",
    ]);
  });

  /** A template of the definition with these values for what it takes from the context, the input and the stack. */
  const fillTemplate = (
    template: Readonly<Record<string, unknown>>,
    values: Readonly<Record<string, unknown>>,
  ) =>
    Object.fromEntries(
      Object.entries(template).map(([name, value]) => {
        const key = typeof value === "string" ? value : "Ref";
        return [name.replace(/\.\$$/, ""), values[key]];
      }),
    );

  test("gives the worker what it reads", () => {
    const request = { prefix: "nov/", before: "recorded", after: { set: 42 } };
    const values = { Ref: "replay-1", "$$.Execution.Name": "friday", $: request };
    expect(readReplayInput(fillTemplate(Prepare.Parameters.Payload, values))).toEqual({
      ...{ kind: "prepare", bucket: "replay-1", run: "friday", request },
    });
    const prepared = { Ref: "replay-1", "$.plan": "results/r/plan.json.gz", "$.results": "results/r" };
    const item = { "$$.Map.Item.Value.Key": "recordings/a", "$$.Map.Item.Value.Size": 7 };
    const batch = {
      BatchInput: fillTemplate(Replay.ItemBatcher.BatchInput, prepared),
      Items: [fillTemplate(Replay.ItemSelector, item)],
    };
    expect(ReplayBatch.Parameters["Payload.$"]).toBe("$");
    expect(readReplayInput(batch)).toEqual({
      ...{ kind: "batch", bucket: "replay-1", plan: "results/r/plan.json.gz", results: "results/r" },
      objects: [{ key: "recordings/a", size: 7 }],
    });
  });
});

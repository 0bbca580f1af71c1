// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are serverless.yml's own variables
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { MANIFEST_FORMAT } from "../lib/policy-set/manifest.ts";
import { testRows } from "./support/table.ts";

const readYaml = (file: string) => parse(readFileSync(file, "utf8"), { merge: true });
const {
  params,
  plugins,
  provider,
  functions: defined,
  custom,
  configValidationMode,
} = readYaml("serverless.yml");
const [functions] = defined; // and those of serverless/replay.yml, if a stage asks for them
const stages: readonly string[] = Object.keys(params);

test("a mistake in the file is an error", () => {
  expect(configValidationMode).toBe("error");
});

test("against AWS the plugins are the bundler and the check", () => {
  expect(plugins).toBe("${self:params.${sls:stage}.plugins, self:params.default.plugins}");
  expect(params.default.plugins).toEqual(["./serverless/bundle.cjs", "./serverless/check-stage.cjs"]);
  expect(stages.filter((stage) => "plugins" in params[stage])).toEqual(["default", "local"]);
});

test("stage local cannot be deployed", () => {
  // In a process of its own: jest's copy of `process` has no channel that can be let go.
  const script = `const Local = require("./serverless/local.cjs");
    new Local({ classes: { Error } }).hooks["before:package:cleanup"]();`;
  const { status, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("Name the stage to deploy, e.g. --stage dev");
});

describe("what a stage says is checked before anything is packaged", () => {
  const environment = {
    CHATGATE_STAGE: "dev",
    CHATGATE_SOURCE: "ssm:/chatgate/dev",
    CHATGATE_ON_FAULT: "allow",
    CHATGATE_REFRESH_SECONDS: 5,
    CHATGATE_QUEUE_URL: { Ref: "EventQueue" },
  };
  const stageParameters = {
    rate: 100,
    burst: 200,
    unauthenticated: 20,
    refusals: 500,
    silence: "ignored",
    queries: "saved",
    reservedConcurrency: null,
    replay: "none",
    replayConcurrency: 10,
    replayDays: 30,
    endpoint: "default",
    domain: null,
    certificate: null,
    logsOnRemoval: "Delete",
    alarmActions: [],
    eventDestinations: [{ "Fn::GetAtt": ["EventQueue", "Arn"] }],
  };

  testRows<{ readonly name: string; readonly change: object; readonly expected: readonly string[] }>(
    [
      { name: "as the file has it", change: {}, expected: [] },
      {
        name: "numbers of the command line are text",
        change: { stageParameters: { ...stageParameters, rate: "50" } },
        expected: [],
      },
      {
        name: "an endpoint and a concurrency of its own",
        change: {
          stageParameters: {
            ...stageParameters,
            reservedConcurrency: "50",
            endpoint: "own",
            domain: "chat.example.com",
            certificate: "arn:aws:acm:ap-southeast-1:123456789012:certificate/a",
          },
        },
        expected: [],
      },
      {
        name: "an endpoint of its own without a certificate",
        change: { stageParameters: { ...stageParameters, endpoint: "own", domain: "chat.example.com" } },
        expected: [
          "params.endpoint is own. Set params.domain and params.certificate too. [stage-parameter-invalid]",
        ],
      },
      {
        name: "every invalid variable",
        change: {
          environment: { ...environment, CHATGATE_ON_FAULT: "Deny", CHATGATE_REFRESH_SECONDS: "5s" },
        },
        expected: [
          "CHATGATE_ON_FAULT is invalid. Set it to allow or deny. [environment-invalid]",
          "CHATGATE_REFRESH_SECONDS is invalid. Set it to a whole number of seconds from 1 to 3600. [environment-invalid]",
        ],
      },
      {
        name: "every invalid parameter",
        change: {
          stageParameters: {
            rate: "fast",
            burst: 0,
            unauthenticated: 1.5,
            refusals: 0,
            silence: "off",
            queries: "some",
            reservedConcurrency: 0,
            replay: "all",
            replayConcurrency: 0,
            replayDays: 0.5,
            endpoint: "mine",
            domain: "https://chat.example.com",
            certificate: "me",
            logsOnRemoval: "Keep",
            alarmActions: "me",
            eventDestinations: [],
          },
        },
        expected: [
          "params.rate is invalid. Set it to a whole number of callbacks a second, at least 1. [stage-parameter-invalid]",
          "params.burst is invalid. Set it to a whole number of callbacks, at least 1. [stage-parameter-invalid]",
          "params.unauthenticated is invalid. Set it to a whole number of requests, at least 1. [stage-parameter-invalid]",
          "params.refusals is invalid. Set it to a whole number of requests, at least 1. [stage-parameter-invalid]",
          "params.silence is invalid. Set it to watched or ignored. [stage-parameter-invalid]",
          "params.queries is invalid. Set it to saved or none. [stage-parameter-invalid]",
          "params.reservedConcurrency is invalid. Set it to a whole number of instances, at least 1, or leave it out. [stage-parameter-invalid]",
          "params.replay is invalid. Set it to none or distributed. [stage-parameter-invalid]",
          "params.replayConcurrency is invalid. Set it to a whole number of batches at once, at least 1. [stage-parameter-invalid]",
          "params.replayDays is invalid. Set it to a whole number of days, at least 1. [stage-parameter-invalid]",
          "params.endpoint is invalid. Set it to default or own. [stage-parameter-invalid]",
          "params.domain is invalid. Set it to a host name in lower case. [stage-parameter-invalid]",
          "params.certificate is invalid. Set it to the ARN of a certificate in ACM. [stage-parameter-invalid]",
          "params.logsOnRemoval is invalid. Set it to Delete or Retain. [stage-parameter-invalid]",
          "params.alarmActions is invalid. Set it to a list of the ARNs of SNS topics. [stage-parameter-invalid]",
          "params.eventDestinations is invalid. Set it to a list of ARNs, at least one. [stage-parameter-invalid]",
        ],
      },
    ],
    ({ change, expected }) => {
      const CheckStage = require("../serverless/check-stage.cjs");
      const stage = { environment, stageParameters, ...change };
      const service = {
        provider: { environment: stage.environment },
        custom: { stageParameters: stage.stageParameters },
      };
      const { hooks } = new CheckStage({ service, classes: { Error } });
      if (expected.length === 0) expect(hooks["before:package:cleanup"]).not.toThrow();
      else expect(hooks["before:package:cleanup"]).toThrow(new Error(expected.join("\n")));
    },
  );
});

test("the stack tells push which manifests its function reads, and where lists are", () => {
  const { Resources } = readYaml("serverless/lists.yml");
  expect(Resources.ReaderParameter.Properties).toMatchObject({
    Name: "/chatgate/${sls:stage}/reader",
    Value: String(MANIFEST_FORMAT),
  });
  expect(Resources.BucketParameter.Properties).toMatchObject({
    Name: "/chatgate/${sls:stage}/bucket",
    Value: { Ref: "ListsBucket" },
  });
});

test("one function behind one route, as the budgets assume it", () => {
  expect(Object.keys(functions)).toEqual(["webhook"]);
  expect(defined).toHaveLength(2);
  expect(functions.webhook.events).toEqual([{ httpApi: "POST /" }]);
  expect(provider).toMatchObject({
    runtime: "nodejs24.x",
    architecture: "arm64",
    memorySize: 1024,
    timeout: 3,
    httpApi: { payload: "2.0" },
  });
});

test("the bundle is CommonJS, without a source map, and nothing is packaged beside it", () => {
  expect(custom.esbuild).toMatchObject({ bundle: true, minify: true, format: "cjs", external: ["yaml"] });
  expect(custom.esbuild).not.toHaveProperty("sourcemap");
});

describe("IAM", () => {
  type Statement = {
    readonly Action: string | readonly string[];
    readonly Resource: unknown;
    readonly Condition?: object;
  };
  const written: readonly (Statement | string)[] = provider.iam.role.statements;
  const limits = readYaml("serverless/limits.yml");
  const statements = written.map((statement) =>
    typeof statement === "string" ? (limits.statement as Statement) : statement,
  );

  test("each action on named resources", () => {
    expect(written.filter((statement) => typeof statement === "string")).toEqual([
      "${file(serverless/limits.yml):statement}",
    ]);
    expect(statements.flatMap(({ Action }) => Action)).toEqual([
      "ssm:GetParametersByPath",
      "ssm:GetParameters",
      "dynamodb:GetItem",
      "dynamodb:UpdateItem",
      "s3:GetObject",
      "kms:Decrypt",
      "sqs:SendMessage",
      "events:PutEvents",
      "kinesis:PutRecord",
      "firehose:PutRecord",
    ]);
    const onBucket = statements.find(({ Action }) => Action === "s3:GetObject");
    expect(onBucket?.Resource).toEqual({
      "Fn::Join": ["", [{ "Fn::GetAtt": ["ListsBucket", "Arn"] }, "/lists/*"]],
    });
    const resources = statements
      .filter(({ Action, Resource }) => Action !== onBucket?.Action && typeof Resource !== "string")
      .flatMap(({ Resource }) => Resource)
      .map((resource) => (resource as { "Fn::Sub": string })["Fn::Sub"]); // every one of them is written so
    expect(resources.map((arn) => arn.replace(/^arn:.*\$\{AWS::AccountId\}:/, ""))).toEqual([
      "parameter/chatgate/${sls:stage}",
      "parameter/chatgate/${sls:stage}/*",
      "parameter/chatgate-secrets/${sls:stage}/tokens",
      "parameter/chatgate-secrets/${sls:stage}/audit-key",
      "parameter/chatgate-secrets/${sls:stage}/webhook-secrets",
      "table/chatgate-${sls:stage}-limits",
      "key/*",
    ]);
  });

  test("the table that the function is told of is the one it may use", () => {
    const { Properties } = limits.resources.Resources.LimitsTable;
    expect(provider.environment.CHATGATE_LIMITS_TABLE).toBe(Properties.TableName);
    expect(Properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
    });
  });

  test("keys are used through SSM, for this stage's secrets only", () => {
    const decrypt = statements.find(({ Action }) => Action === "kms:Decrypt");
    expect(decrypt?.Condition).toEqual({
      StringEquals: {
        "kms:ViaService": { "Fn::Sub": "ssm.${AWS::Region}.amazonaws.com" },
        "kms:EncryptionContext:PARAMETER_ARN": ["tokens", "audit-key", "webhook-secrets"].map((name) => ({
          "Fn::Sub": expect.stringMatching(
            new RegExp(`:parameter/chatgate-secrets/\\$\\{sls:stage\\}/${name}$`),
          ),
        })),
      },
    });
  });
});

describe("logs", () => {
  const { format } = provider.logs.httpApi;

  test("are JSON, and kept for a time that every stage knows", () => {
    expect(provider.logs.lambda).toMatchObject({ logFormat: "JSON", systemLogLevel: "WARN" });
    expect(provider.logRetentionInDays).toBe("${param:logRetentionInDays}");
    expect(params.default.logRetentionInDays).toBeGreaterThan(0);
  });

  test("of access are JSON and hold no query string, which would hold Sign", () => {
    expect(Object.keys(JSON.parse(format))).toContain("status");
    const variables = [...format.matchAll(/\$[\w.]+/g)].map(([variable]) => variable);
    expect(variables.filter((variable) => !variable.startsWith("$context."))).toEqual([]);
    expect(format).not.toMatch(/path|query|referer|Sign/i);
  });
});

test("both log groups are kept if the stage says so, and silence is watched in prod only", () => {
  const { resources } = readYaml("serverless.yml");
  const [{ extensions }] = resources;
  for (const group of ["WebhookLogGroup", "HttpApiLogGroup"])
    expect(extensions[group]).toEqual({
      DeletionPolicy: "${param:logsOnRemoval}",
      UpdateReplacePolicy: "${param:logsOnRemoval}",
    });
  expect(resources).toContain("${file(serverless/silence.yml):${param:silence}}");
  expect([params.default.silence, params.prod.silence]).toEqual(["ignored", "watched"]);
  expect(resources).toContain("${file(serverless/endpoint.yml):${param:endpoint}}");
  expect(functions.webhook.reservedConcurrency).toBe("${param:reservedConcurrency, null}");
});

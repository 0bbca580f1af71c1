// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are serverless.yml's own variables
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { MANIFEST_FORMAT } from "../lib/policy-set/manifest.ts";
import { createMetricsLine } from "../lib/sinks/metrics.ts";
import { type Call, eventOf, gateOf, NOW, type World } from "./support/gate.ts";

const read = (file: string) => parse(readFileSync(file, "utf8"), { merge: true });
const { params, plugins, provider, functions, custom, configValidationMode } = read("serverless.yml");
const stages: readonly string[] = Object.keys(params);

test("a mistake in the file is an error", () => {
  expect(configValidationMode).toBe("error");
});

test("against AWS the plugins are the bundler and the check", () => {
  expect(plugins).toBe("${self:params.${sls:stage}.plugins, self:params.default.plugins}");
  expect(params.default.plugins).toEqual(["serverless-esbuild", "./serverless/check-stage.cjs"]);
  expect(stages.filter((stage) => "plugins" in params[stage])).toEqual(["default", "local"]);
});

test("stage local cannot be deployed", () => {
  const Local = require("../serverless/local.cjs");
  const { hooks } = new Local({ classes: { Error } });
  expect(hooks["before:package:cleanup"]).toThrow("Name the stage to deploy, e.g. --stage dev");
});

describe("what a stage says is checked before anything is packaged", () => {
  const environment = {
    CHATGATE_STAGE: "dev",
    CHATGATE_SOURCE: "ssm:/chatgate/dev",
    CHATGATE_ON_FAULT: "allow",
    CHATGATE_REFRESH_SECONDS: 5,
  };
  const stageParameters = {
    rate: 100,
    burst: 200,
    unauthenticated: 20,
    logsOnRemoval: "Delete",
    alarmActions: [],
  };

  test.each<{ readonly title: string; readonly change: object; readonly expected: readonly string[] }>([
    { title: "as the file has it", change: {}, expected: [] },
    {
      title: "numbers of the command line are text",
      change: { stageParameters: { ...stageParameters, rate: "50" } },
      expected: [],
    },
    {
      title: "every invalid variable",
      change: {
        environment: { ...environment, CHATGATE_ON_FAULT: "Deny", CHATGATE_REFRESH_SECONDS: "5s" },
      },
      expected: [
        "CHATGATE_ON_FAULT is invalid. Set it to allow or deny.",
        "CHATGATE_REFRESH_SECONDS is invalid. Set it to a whole number of seconds from 1 to 3600.",
      ],
    },
    {
      title: "every invalid parameter",
      change: {
        stageParameters: {
          rate: "fast",
          burst: 0,
          unauthenticated: 1.5,
          logsOnRemoval: "Keep",
          alarmActions: "me",
        },
      },
      expected: [
        "params.rate is invalid. Set it to a whole number of callbacks a second, at least 1.",
        "params.burst is invalid. Set it to a whole number of callbacks, at least 1.",
        "params.unauthenticated is invalid. Set it to a whole number of requests, at least 1.",
        "params.logsOnRemoval is invalid. Set it to Delete or Retain.",
        "params.alarmActions is invalid. Set it to a list of the ARNs of SNS topics.",
      ],
    },
  ])("$title", ({ change, expected }) => {
    const CheckStage = require("../serverless/check-stage.cjs");
    const stage = { environment, stageParameters, ...change };
    const service = {
      provider: { environment: stage.environment },
      custom: { stageParameters: stage.stageParameters },
    };
    const { hooks } = new CheckStage({ service, classes: { Error } });
    if (expected.length === 0) expect(hooks["before:package:cleanup"]).not.toThrow();
    else expect(hooks["before:package:cleanup"]).toThrow(new Error(expected.join("\n")));
  });
});

test("the stack tells push which manifests its function reads, and where lists are", () => {
  const { Resources } = read("serverless/lists.yml");
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
  expect(custom.esbuild).toMatchObject({ bundle: true, minify: true, format: "cjs", exclude: ["yaml"] });
  expect(custom.esbuild).not.toHaveProperty("external");
  expect(custom.esbuild).not.toHaveProperty("sourcemap");
});

describe("IAM", () => {
  const statements: readonly { Action: string; Resource: unknown; Condition?: object }[] =
    provider.iam.role.statements;

  test("four actions, each on named resources", () => {
    expect(statements.map(({ Action }) => Action)).toEqual([
      "ssm:GetParametersByPath",
      "ssm:GetParameters",
      "s3:GetObject",
      "kms:Decrypt",
    ]);
    const onBucket = statements.find(({ Action }) => Action === "s3:GetObject");
    expect(onBucket?.Resource).toEqual({
      "Fn::Join": ["", [{ "Fn::GetAtt": ["ListsBucket", "Arn"] }, "/lists/*"]],
    });
    const resources = statements
      .filter((statement) => statement !== onBucket)
      .flatMap(({ Resource }) => Resource)
      .map((resource) => (resource as { "Fn::Sub": string })["Fn::Sub"]); // every one of them is written so
    expect(resources.map((arn) => arn.replace(/^arn:.*\$\{AWS::AccountId\}:/, ""))).toEqual([
      "parameter/chatgate/${sls:stage}",
      "parameter/chatgate/${sls:stage}/*",
      "parameter/chatgate-secrets/${sls:stage}/tokens",
      "parameter/chatgate-secrets/${sls:stage}/audit-key",
      "key/*",
    ]);
  });

  test("keys are used through SSM, for this stage's secrets only", () => {
    const decrypt = statements.find(({ Action }) => Action === "kms:Decrypt");
    expect(decrypt?.Condition).toEqual({
      StringEquals: {
        "kms:ViaService": { "Fn::Sub": "ssm.${AWS::Region}.amazonaws.com" },
        "kms:EncryptionContext:PARAMETER_ARN": ["tokens", "audit-key"].map((name) => ({
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

describe("alarms and dashboard", () => {
  type Alarm = { readonly Properties: Readonly<Record<string, unknown>> };
  const alarms: Readonly<Record<string, Alarm>> = read("serverless/alarms.yml").Resources;
  const board: string =
    read("serverless/dashboard.yml").Resources.Dashboard.Properties.DashboardBody["Fn::Sub"];

  /** One request for each thing that can happen: what did not happen is not written. */
  const requests: readonly (readonly [Call, World?])[] = [
    [{ body: { Operator_Account: "u", Type: "Public", Name: "n", EventTime: 1, New: 1 } }],
    [{ query: { Sign: undefined } }],
    [{ command: "Group.New", body: { a: 1 } }],
    [{ body: { a: 1 } }],
    [{ body: { a: 1 } }, { policies: { broken: {} } }],
    [
      { body: { Operator_Account: "u", Type: "Public", Name: "n", EventTime: 1 } },
      { now: ticking(1_400), settings: { toleranceSeconds: 3_600 } },
    ],
  ];

  /** A clock that goes on by so many milliseconds each time that somebody looks. */
  function ticking(step: number): () => number {
    let time = NOW;
    return () => (time += step);
  }

  /** The metrics by stage that requests write. */
  const written = async (): Promise<ReadonlySet<string>> => {
    const names = new Set<string>();
    for (const [call, world] of requests) {
      const { gate, outcomes } = gateOf(world);
      await gate(eventOf(call), "request");
      for (const outcome of outcomes) {
        const { CloudWatchMetrics } = JSON.parse(JSON.stringify(createMetricsLine(outcome, "test")))._aws;
        for (const { Name } of CloudWatchMetrics[0].Metrics) names.add(Name);
      }
    }
    return names;
  };

  test.each(Object.entries(alarms))("%s", async (_, { Properties }) => {
    expect(Properties.AlarmName).toMatch(/^chatgate-\$\{sls:stage\}-[a-z-]+$/);
    expect(Properties.AlarmDescription).toMatch(/^[A-Z].*\.$/);
    expect(Properties.AlarmActions).toBe("${param:alarmActions}");
    if (Properties.Namespace === "chatgate") expect([...(await written())]).toContain(Properties.MetricName);
  });

  test("each alarm has a name of its own", () => {
    const names = Object.values(alarms).map(({ Properties }) => Properties.AlarmName);
    expect(new Set(names).size).toBe(names.length);
  });

  test("the dashboard shows what is written", async () => {
    const { widgets } = JSON.parse(board);
    const shown = [
      ...board.matchAll(/\["(?:chatgate|\.)", "(\w+)", "(?:Stage|\.)", "(?:\$\{sls:stage\}|\.)"/g),
    ]
      .map(([, name]) => name)
      .filter((name) => !["Errors", "Throttles", "ConcurrentExecutions"].includes(name ?? "")); // Lambda's own
    expect(widgets.length).toBeGreaterThan(0);
    expect(shown.length).toBeGreaterThan(5);
    expect([...(await written())]).toEqual(expect.arrayContaining(shown));
  });
});

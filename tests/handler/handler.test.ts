import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { computeSignature } from "../../lib/callback/authenticate.ts";
import { type ParameterStore, startParameterStore } from "../../tools/parameter-store/parameter-store.ts";
import { type Bundle, buildBundle, type Run } from "../support/bundle.ts";
import { readSample } from "../support/fixtures.ts";
import { createCallbackEvent, SDK_APP_ID, TOKEN } from "../support/gate.ts";
import { testRows } from "../support/table.ts";

const GROUP = "Group.CallbackBeforeCreateGroup";
const policy = { rules: [{ id: "all", on: GROUP, deny: { code: 10101, message: "Not now." } }] };
const refusal = { ActionStatus: "OK", ErrorInfo: "Not now.", ErrorCode: 10101 };

let bundle: Bundle;
let store: ParameterStore;
beforeAll(async () => {
  bundle = await buildBundle();
  store = await startParameterStore();
  store.put("/chatgate/test/settings", JSON.stringify({ sdkAppIds: [SDK_APP_ID] }));
  store.put("/chatgate/test/policies/p", JSON.stringify(policy));
  store.put("/chatgate-secrets/test/tokens", TOKEN, { type: "SecureString" });
});
afterAll(async () => {
  bundle.remove();
  await store.close();
});

/** Signed now: the bundle has the machine's clock. */
const event = (body: unknown = readSample(GROUP)) => {
  const time = String(Math.floor(Date.now() / 1000));
  return createCallbackEvent({ body, query: { RequestTime: time, Sign: computeSignature(TOKEN, time) } });
};
const environment = () => ({
  CHATGATE_STAGE: "test",
  CHATGATE_SOURCE: "ssm:/chatgate/test",
  AWS_ENDPOINT_URL_SSM: store.url,
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "not-a-secret",
  AWS_SESSION_TOKEN: "session",
});

const readLines = ({ stdout }: Run) => stdout.map((line): Record<string, unknown> => JSON.parse(line));

describe("the bundle as it is deployed, with its policies in SSM", () => {
  let run: Run;
  beforeAll(async () => {
    store.requests.length = 0;
    run = await bundle.run([event(), event("x"), event()], environment());
  });

  test("answers", () => {
    expect(run.answers.map(({ statusCode, body }) => [statusCode, JSON.parse(body)])).toEqual([
      [200, refusal],
      [400, { ActionStatus: "FAIL", ErrorInfo: "body-not-json-object", ErrorCode: 400 }],
      [200, refusal],
    ]);
    for (const { headers } of run.answers)
      expect(headers).toEqual({ "Content-Type": "application/json; charset=utf-8" });
  });

  test("writes an audit line a request, and with the first the metrics by stage and by decision, after what is in force", () => {
    const [policies, ...requests] = readLines(run);
    expect(policies).toMatchObject({ type: "policy", event: "loaded", source: "ssm:/chatgate/test" });
    expect(requests.map(({ type, _aws }) => type ?? (_aws === undefined ? "?" : "metrics"))).toEqual([
      "metrics",
      "metrics",
      "audit",
      "audit",
      "audit",
    ]);
    expect(requests.filter(({ type }) => type === "audit").map(({ requestId }) => requestId)).toEqual([
      "r-1",
      "r-2",
      "r-3",
    ]);
    expect(run.stderr).toBe("");
  });

  test("reads the store once, with the given credentials, and tells nobody of them", () => {
    expect([store.count("GetParameters"), store.count("GetParametersByPath")]).toEqual([1, 1]); // nothing was pushed
    expect(store.requests[0]?.headers["x-amz-security-token"]).toBe("session");
    const output = run.stdout.join("\n");
    for (const secret of [
      TOKEN,
      "not-a-secret",
      computeSignature(TOKEN, String(Math.floor(Date.now() / 1000))),
    ])
      expect(output).not.toContain(secret);
  });

  test("leaves no timer and no socket behind that would keep the process alive", () => {
    expect(run.resources.filter((kind) => kind !== "PipeWrap")).toEqual([]); // stdout and stderr are pipes
  });

  test("takes at most two parameters: Lambda's Node 24 refuses to call a handler with three", () => {
    expect(run.length).toBeLessThanOrEqual(2);
  });
});

test("from a directory, without AWS: an edited file is seen by the next process", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chatgate-policies-"));
  try {
    mkdirSync(join(folder, "lists"));
    writeFileSync(join(folder, "settings.yaml"), `sdkAppIds: [${SDK_APP_ID}]\n`);
    writeFileSync(join(folder, "p.yaml"), JSON.stringify(policy)); // YAML takes JSON
    writeFileSync(join(folder, "tokens.txt"), `${TOKEN}\n`);
    const run = await bundle.run([event(), event()], { CHATGATE_SOURCE: `dir:${folder}` });
    expect(run.answers.map(({ body }) => JSON.parse(body))).toEqual([refusal, refusal]);
    expect(readLines(run)).toHaveLength(4);
    writeFileSync(join(folder, "p.yaml"), JSON.stringify({ ...policy, mode: "off" }));
    const later = await bundle.run([event()], { CHATGATE_SOURCE: `dir:${folder}` });
    expect(JSON.parse(later.answers[0]?.body ?? "")).toEqual({
      ActionStatus: "OK",
      ErrorInfo: "",
      ErrorCode: 0,
    });
    expect([...run.resources, ...later.resources].filter((kind) => kind !== "PipeWrap")).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a command that is not known is warned about once an instance", async () => {
  const unknown = (command: string) => {
    const { rawQueryString, ...rest } = event("x");
    return { ...rest, rawQueryString: String(rawQueryString).replace(GROUP, encodeURIComponent(command)) };
  };
  const names = ["Group.CallbackNew", "Group.CallbackNew", "what people write", "Group.CallbackNewer"];
  const run = await bundle.run(names.map(unknown), environment());
  expect(run.answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  const warnings = readLines(run).filter(({ type }) => type === "warning");
  expect(warnings.map(({ command }) => command)).toEqual([
    "Group.CallbackNew",
    "(not a command's name)",
    "Group.CallbackNewer",
  ]);
});

testRows(
  [
    { onFault: "allow", expected: { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 } },
    { onFault: "deny", expected: { ActionStatus: "OK", ErrorInfo: "settings-unavailable", ErrorCode: 1 } },
  ],
  "CHATGATE_ON_FAULT=$onFault is what a cold start answers while SSM hangs, inside two seconds",
  async ({ onFault, expected }) => {
    const hanging = await startParameterStore();
    hanging.fault("hang");
    const endpoint = { AWS_ENDPOINT_URL_SSM: hanging.url, CHATGATE_ON_FAULT: onFault };
    const run = await bundle.run([event()], { ...environment(), ...endpoint });
    expect(run.late).toBe(0);
    await hanging.close();
    expect(run.answers.map(({ body }) => JSON.parse(body))).toEqual([expected]);
    expect(readLines(run).map(({ type }) => type)).toEqual(["policy", undefined, undefined, "audit"]);
  },
);

test("an environment that is invalid is logged by name, counted, and answered by its safe reading", async () => {
  const invalid = {
    CHATGATE_SOURCE: "s3://XYZZY",
    CHATGATE_ON_FAULT: "Deny",
    CHATGATE_REFRESH_SECONDS: "5s",
  };
  const run = await bundle.run([event()], invalid);
  expect(JSON.parse(run.answers[0]?.body ?? "")).toEqual({
    ActionStatus: "OK",
    ErrorInfo: "settings-unavailable",
    ErrorCode: 1,
  });
  const [lines, text] = [readLines(run), run.stdout.join("\n")];
  expect(lines.slice(0, 3)).toEqual(
    Object.keys(invalid).map((name) => ({
      type: "environment",
      level: "ERROR",
      code: "environment-invalid",
      name,
    })),
  );
  expect(lines[3]).toMatchObject({ Stage: "local", EnvironmentInvalid: 3 });
  expect(text).toContain("CHATGATE_SOURCE is invalid. Set it to ssm:/chatgate/<stage> or dir:<directory>.");
  expect(text).not.toContain("XYZZY");
});

test("log lines that cannot be written do not keep the answer back", async () => {
  const run = await bundle.run([event(), event()], environment(), { stdout: "closed" });
  expect(run.answers.map(({ body }) => JSON.parse(body))).toEqual([refusal, refusal]);
});

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { buildSync } from "esbuild";
import type { SsmOptions } from "../../lib/store/ssm.ts";
import { formatSecretsPath } from "../../lib/store/stage-reader.ts";
import {
  type Fault,
  type ParameterStore,
  startParameterStore,
} from "../../tools/parameter-store/parameter-store.ts";
import { testRows } from "../support/table.ts";
import { createTestSource, listNames, PATIENT, readReason } from "./read-ssm.ts";

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" };

let store: ParameterStore;

beforeEach(async () => {
  store = await startParameterStore();
});

afterEach(() => store.close());

const createSource = (options?: Partial<SsmOptions>) => createTestSource(store, { ...PATIENT, ...options });
const readStage = (options?: Partial<SsmOptions>) => createSource(options).read();
describe("what is read", () => {
  test("both paths, names relative and in order, versions as text", async () => {
    store.put("/chatgate/dev/settings", "{}");
    store.put("/chatgate/dev/settings", '{"sdkAppIds":[1400000001]}');
    store.put("/chatgate/dev/policies/create", "{}");
    store.put("/chatgate/dev/lists/reserved", "admin\nroot");
    store.put("/chatgate-secrets/dev/tokens", "one\ntwo", { type: "SecureString" });
    store.put("/chatgate/development/settings", "another stage");
    expect(createSource().name).toBe("ssm:/chatgate/dev");
    expect(await readStage()).toEqual({
      kind: "read",
      parameters: [
        { name: "lists/reserved", value: "admin\nroot", version: "1" },
        { name: "policies/create", value: "{}", version: "1" },
        { name: "settings", value: '{"sdkAppIds":[1400000001]}', version: "2" },
        { name: "tokens", value: "one\ntwo", version: "1" },
      ],
    });
  });

  test("25 parameters in three pages, numbered parts of a list among them", async () => {
    const parts = Array.from(
      { length: 25 },
      (_, index) => `lists/names/${String(index + 1).padStart(3, "0")}`,
    );
    for (const part of [...parts].reverse()) store.put(`/chatgate/dev/${part}`, `entry of ${part}`);
    expect(listNames(await readStage())).toEqual(parts);
    expect(store.requests.filter(({ body }) => body.Path === "/chatgate/dev")).toHaveLength(3);
  });

  test("only secrets are decrypted, and only what belongs there comes from each path", async () => {
    store.put("/chatgate/dev/tokens", "planted beside the policies");
    store.put("/chatgate-secrets/dev/settings", "planted beside the tokens", { type: "SecureString" });
    expect(await readStage()).toEqual({ kind: "read", parameters: [] });
    const listed = store.requests.filter(({ action }) => action === "GetParametersByPath");
    expect(listed.map(({ body }) => [body.Path, body.WithDecryption])).toEqual([["/chatgate/dev", false]]);
  });

  testRows(
    [
      { path: "/chatgate/dev", secrets: "/chatgate-secrets/dev" },
      { path: "/chatgate", secrets: "/chatgate-secrets" },
      { path: "/a/b/c", secrets: "/a-secrets/b/c" },
    ],
    "the tokens of $path are under $secrets",
    ({ path, secrets }) => {
      expect(formatSecretsPath(path)).toBe(secrets);
    },
  );

  test("requests are signed for the given region, with the session's token, whatever the environment says", async () => {
    const before = { ...process.env };
    Object.assign(process.env, { AWS_REGION: "us-gov-west-1", AWS_ENDPOINT_URL_SSM: "http://127.0.0.1:1" });
    try {
      await readStage({ credentials: () => ({ ...keys, sessionToken: "session" }) });
      expect(store.requests[0]?.headers).toMatchObject({
        authorization: expect.stringContaining("/eu-west-1/ssm/aws4_request"),
        "x-amz-security-token": "session",
      });
    } finally {
      process.env = before;
    }
  });

  test("a later read uses the connections of the first", async () => {
    const source = createSource();
    await source.read();
    await source.read();
    expect(store.requests).toHaveLength(4);
    expect(new Set(store.requests.map(({ port }) => port)).size).toBe(2);
  });
});

describe("what fails", () => {
  beforeEach(() => {
    store.put("/chatgate/dev/settings", '{"marker":"XYZZY"}');
    store.put("/chatgate-secrets/dev/tokens", "XYZZY", { type: "SecureString" });
  });

  testRows<{ readonly fault: Fault; readonly expected: string; readonly requests: number }>(
    [
      {
        fault: "throttle",
        expected:
          "GetParameters /chatgate/dev: ThrottlingException, HTTP 400: too many calls in this account",
        requests: 10,
      },
      { fault: "status500", expected: "InternalServerError, HTTP 500: SSM has trouble", requests: 10 },
      { fault: "hang", expected: "no answer from http://127.0.0.1", requests: 1 },
      { fault: "truncated", expected: "cannot be reached, or broke off (ECONNRESET)", requests: 10 },
      { fault: "reset", expected: "cannot be reached, or broke off (ECONNRESET)", requests: 10 },
      { fault: "notJson", expected: "did not answer as SSM does", requests: 1 },
      { fault: { slow: 400 }, expected: "no answer from http://127.0.0.1", requests: 1 },
      {
        fault: { accessDenied: "/chatgate/dev" },
        expected:
          "AccessDeniedException, HTTP 400: allow the role ssm:GetParameters on parameter/chatgate/dev/* and parameter/chatgate-secrets/dev/*",
        requests: 1,
      },
      {
        fault: { accessDenied: "/chatgate-secrets/dev" },
        expected:
          "on parameter/chatgate/dev/* and parameter/chatgate-secrets/dev/*, and kms:Decrypt on the tokens' key",
        requests: 1,
      },
    ],
    "$fault",
    async ({ fault, expected, requests }) => {
      store.fault(fault);
      const isLate = fault === "hang" || (typeof fault === "object" && "slow" in fault);
      const limits = isLate ? { timeoutMs: 150, budgetMs: 300 } : {};
      const reason = readReason(await readStage({ ...limits, random: () => 0 }));
      expect(reason).toContain(expected);
      expect(reason).not.toContain("XYZZY");
      expect(store.requests).toHaveLength(requests);
    },
  );

  testRows<{ readonly fault: Fault }>(
    [{ fault: "throttle" }, { fault: "status500" }, { fault: "reset" }, { fault: "truncated" }],
    '"$fault" that passes: one retry saves the read',
    async ({ fault }) => {
      store.fault(fault, 2); // the first request of each path
      expect(listNames(await readStage())).toEqual(["settings", "tokens"]);
    },
  );

  describe("by a clock that the test moves", () => {
    beforeEach(() => jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "performance"] }));
    afterEach(() => jest.useRealTimers());

    /** Moves the clock on once so many requests have arrived, and lets everything happen that hangs on it. */
    async function advance(ms: number, requests: number): Promise<void> {
      while (store.requests.length < requests) await new Promise(setImmediate);
      jest.advanceTimersByTime(ms);
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    }

    test("an exchange ends after 800 ms", async () => {
      store.fault("hang");
      const ended = jest.fn();
      const reading = createTestSource(store).read().finally(ended);
      await advance(799, 1);
      expect(ended).not.toHaveBeenCalled();
      await advance(1, 1);
      expect(readReason(await reading)).toContain("in time");
      expect(store.requests).toHaveLength(1);
    });

    test("all pages together end after 1200 ms", async () => {
      for (let index = 0; index < 100; index += 1) store.put(`/chatgate/dev/lists/l${index}`, "x");
      store.fault({ slow: 700 });
      const ended = jest.fn();
      const reading = createTestSource(store).read().finally(ended);
      await advance(700, 1);
      await advance(499, 2);
      expect(ended).not.toHaveBeenCalled();
      await advance(1, 2);
      expect(readReason(await reading)).toContain("in time");
    });
  });

  test("nobody listens", async () => {
    await store.close();
    expect(readReason(await readStage())).toContain("(ECONNREFUSED): check the endpoint and the network");
  });

  test("no credentials, or an endpoint that is no URL: said without a request", async () => {
    expect(
      readReason(await readStage({ credentials: () => ({ accessKeyId: "", secretAccessKey: "" }) })),
    ).toContain("no AWS credentials");
    expect(readReason(await readStage({ endpoint: "localhost" }))).toContain(
      'the endpoint "localhost" is not a URL',
    );
    expect(store.requests).toHaveLength(0);
  });

  test("policy kept as a SecureString", async () => {
    store.put("/chatgate/dev/policies/create", "{}", { type: "SecureString" });
    expect(readReason(await readStage())).toBe(
      "/chatgate/dev/policies/create is a SecureString, which is read only under /chatgate-secrets/dev: store it as String",
    );
  });
});

testRows<{ readonly fault: Fault | "none" }>(
  [{ fault: "none" }, { fault: "hang" }, { fault: "status500" }],
  'nothing is left open after a read ("$fault")',
  async ({ fault }) => {
    store.put("/chatgate/dev/settings", "{}");
    store.fault(fault === "none" ? undefined : fault);
    const folder = mkdtempSync(join(tmpdir(), "chatgate-"));
    try {
      const entry = `import { createSsmSource } from ${JSON.stringify(resolve("lib/store/ssm.ts"))};
      const source = createSsmSource({ path: "/chatgate/dev", region: "eu-west-1", endpoint: ${JSON.stringify(store.url)},
        credentials: () => (${JSON.stringify(keys)}), timeoutMs: 100 });
      source.read().then(({ kind }) => setImmediate(() => console.log(kind, process.getActiveResourcesInfo())));`;
      writeFileSync(join(folder, "entry.ts"), entry);
      const [outfile, nodePath] = [join(folder, "entry.js"), resolve("node_modules")];
      buildSync({
        entryPoints: [join(folder, "entry.ts")],
        outfile,
        bundle: true,
        platform: "node",
        format: "cjs",
        nodePaths: [nodePath],
      });
      const { stdout } = await promisify(execFile)(process.execPath, [outfile], { timeout: 60_000 });
      expect(stdout).toMatch(fault === "none" ? "read" : "failed");
      expect(stdout).not.toMatch(/Timeout|TCPSocketWrap|TLSWrap|ConnectWrap/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

import { type ChildProcess, type ExecFileOptions, execFile, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { runtimes } from "../support/runtimes.ts";
import { compareStart } from "../support/start-time.ts";
import { waitFor } from "../support/wait-for.ts";

/** Milliseconds, of one process; less than jest waits, so that what it printed is shown. */
const LIMIT_MS = 110_000;
const execute = (file: string, args: readonly string[], options: ExecFileOptions = {}) =>
  promisify(execFile)(file, [...args], { ...options, encoding: "utf8", timeout: LIMIT_MS });
const offline = {
  npm_config_registry: "http://127.0.0.1:9",
  npm_config_audit: "false",
  npm_config_fund: "false",
};
const unreachableAws = {
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  AWS_MAX_ATTEMPTS: "1",
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKID",
  AWS_SECRET_ACCESS_KEY: "no",
};
const MAX_PACKED_BYTES = 1_500_000;
/** Of an empty program's. */
const MAX_STARTS = 10;

type Packed = {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
};

let folder: string;
let packed: Packed;

/** As in a project that has it installed, on the given Node. */
async function chatgate(node: string, ...args: readonly string[]) {
  const path = [dirname(node), join(folder, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const env = {
    ...process.env,
    ...offline,
    ...unreachableAws,
    PATH: path,
    npm_command: undefined,
    npm_lifecycle_event: undefined,
  };
  return execute("chatgate", [...args], { cwd: folder, env });
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** What it has printed, at any time. It ends with the test. */
function collectOutput(child: ChildProcess): () => string {
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => {
      said += text;
    });
  children.push(child);
  return () => said;
}

/** Its exit code and the signal that ended it. */
const waitForEnd = (child: ChildProcess, said: () => string) =>
  waitFor(
    "its end",
    () => (child.exitCode ?? child.signalCode) !== null && [child.exitCode, child.signalCode],
    { said },
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "chatgate-package-"));
  const { stdout } = await execute("npm", ["pack", "--json", "--silent", "--pack-destination", folder]);
  [packed] = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as [Packed]; // npm's own format, after what prepack says
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const env = { ...process.env, ...offline, npm_config_cache: join(folder, "cache") };
  await execute("npm", ["install", `./${packed.filename}`], { cwd: folder, env });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it holds what it needs and no more, and needs no other package", () => {
  const folders = new Set(packed.files.map(({ path }) => path.replace(/[^/]+$/, "")));
  expect([...folders].sort()).toEqual([
    "",
    "bin/",
    "dist/",
    "dist/cli/",
    "dist/events/",
    "dist/schema/",
    "schemas/events/",
    "serverless/",
  ]);
  expect(packed.size).toBeLessThan(MAX_PACKED_BYTES);
  expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "@chatgate",
  ]);
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(readFileSync("CHANGELOG.md", "utf8")).toContain(`\n## ${version}`);
});

test("it names every package that is compiled in, with its licence", () => {
  const text = readFileSync(join(folder, "node_modules/@chatgate/chatgate/dist/THIRD-PARTY.txt"), "utf8");
  for (const name of ["commander", "yaml", "zod", "@aws-sdk/client-ssm", "@codemirror/view"])
    expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\n\n(?=[^]{200})`, "m"));
});

describe.each(runtimes)("%s", (node) => {
  let version = "";
  beforeAll(async () => {
    version = (await execute(node, ["--version"])).stdout.trim();
  });

  test("from an empty folder to a refusal that is explained", async () => {
    const name = `rules-${version}`;
    const { stdout } = await chatgate(node, "init", name, "--yes");
    const next = stdout.split("\n").filter((line) => line.startsWith("  chatgate "));
    expect(next).toHaveLength(3);
    const said = [];
    for (const line of next) said.push((await chatgate(node, ...line.trim().split(" ").slice(1))).stdout);
    expect(said).toEqual([
      "OK: 1 policy, 1 list\n",
      expect.stringContaining("6 tests, all passed; 3 of 3 rules shown both ways."),
      expect.stringContaining("Decision  deny by naming/reserved-names, code 10102: This name is reserved."),
    ]);
    expect(existsSync(join(folder, name, "schema/policy.schema.json"))).toBe(true);
  });

  test("the playground serves the page that is in the package, until it is interrupted", async () => {
    const name = `page-${version}`;
    await chatgate(node, "init", name, "--yes");
    const program = join(folder, "node_modules/@chatgate/chatgate/bin/chatgate.cjs");
    const child = spawn(node, [program, "playground", name], { cwd: folder });
    const said = collectOutput(child);
    const [url] = await waitFor(
      "the page's address",
      () => /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(said()) ?? undefined,
      {
        said,
      },
    );
    const page = await fetch(url);
    expect({ status: page.status, csp: page.headers.get("content-security-policy") }).toEqual({
      status: 200,
      csp: expect.stringContaining("default-src 'none'"),
    });
    expect(await page.text()).toContain("reserved-names");
    child.kill("SIGINT");
    expect(await waitForEnd(child, said)).toEqual([0, null]); // it listens for Ctrl+C, and says so in its first lines
  });

  test("an account above 2^53 keeps its digits, in a body and in a condition", async () => {
    const name = `digits-${version}`;
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "settings.yaml"), "sdkAppIds: [1400000000]\n");
    writeFileSync(
      join(folder, name, "digits.yaml"),
      `rules:\n  - id: owner\n    on: Live.CallbackAfterDestroyRoom\n    when: owner == "144115198577104991"\n    observe: {}\n`,
    );
    const body = `{"CallbackCommand":"Live.CallbackAfterDestroyRoom","RoomInfo":{"RoomName":"r","Owner_Account":144115198577104991}}`;
    writeFileSync(join(folder, "body.json"), body);
    const { stdout } = await chatgate(node, "explain", "body.json", "--policies", name, "--json");
    const { facets, rules } = JSON.parse(stdout);
    const effects = rules.map(({ rule, effect }: Readonly<Record<string, string>>) => `${rule} ${effect}`);
    expect({ owner: facets.owner, effects }).toEqual({
      owner: "144115198577104991",
      effects: ["digits/owner observe"],
    });
  });

  test("AWS's client is loaded if a stage is named", async () => {
    const unreachable = {
      code: 2,
      stderr: expect.stringMatching(/^chatgate: stage dev .*\[ssm-unreachable\]/),
    };
    const line = ["policy", "history", "--stage", "dev"];
    await expect(chatgate(node, ...line)).rejects.toMatchObject(unreachable);
  });

  test("it starts in good time", async () => {
    const ratio = await compareStart(node, MAX_STARTS, () => chatgate(node, "--help"));
    expect(ratio).toBeLessThan(MAX_STARTS);
  });

  test("consumers read events", async () => {
    const event = {
      specversion: "1.0",
      id: "0".repeat(32),
      source: "/chatgate/dev/1",
      type: "A.New",
      data: {},
    };
    writeFileSync(
      join(folder, "consumer.mjs"),
      `import { parseEvent } from "@chatgate/chatgate/events";
       console.log(parseEvent("{").kind, parseEvent(${JSON.stringify(JSON.stringify(event))}).reason);`,
    );
    const { stdout } = await execute(node, ["consumer.mjs"], { cwd: folder });
    expect(stdout).toMatch(/^invalid /);
  });
});

test("a consumer's types are there, and strict", async () => {
  mkdirSync(join(folder, "types"));
  writeFileSync(
    join(folder, "types/consumer.ts"),
    `import { type EventOf, parseEvent } from "@chatgate/chatgate/events";
const parsed = parseEvent("");
if (parsed.kind === "known" && parsed.event.type === "Group.CallbackAfterCreateGroup") {
  const name: string | undefined = parsed.event.data.payload?.Name;
  // @ts-expect-error: no payload has it
  console.log(name, parsed.event.data.payload?.Nam);
}
export type Created = EventOf<"Group.CallbackAfterCreateGroup">;
`,
  );
  const options = ["--noEmit", "--strict", "--skipLibCheck", "false", "--module", "nodenext", "--types", ""];
  const tsc = resolve("node_modules/.bin/tsc");
  const { stdout } = await execute(tsc, [...options, "types/consumer.ts"], { cwd: folder });
  expect(stdout).toBe("");
});

test("in a clone, the wrapper passes a signal on and ends as its child", async () => {
  const old = runtimes.at(-1) ?? process.execPath;
  const child = spawn(old, ["bin/chatgate.cjs", "policy", "test", "--watch"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = collectOutput(child);
  await waitFor("its watch", () => said().includes("Watching"), { said });
  child.kill("SIGTERM");
  expect([
    [null, "SIGTERM"],
    [143, null],
  ]).toContainEqual(await waitForEnd(child, said));
});

import { testRows } from "../../support/table.ts";
import { CREATION, type StageWorld, startStageWorld } from "./stage-world.ts";

let world: StageWorld;

beforeEach(async () => {
  world = await startStageWorld();
  world.store.put("/chatgate-secrets/dev/tokens", "xxxxyyyy", { type: "SecureString" });
});

afterEach(() => world.close());

describe("refused", () => {
  const nothing = "Nothing was written to stage dev.";
  testRows<{
    readonly name: string;
    readonly files: Readonly<Record<string, string | undefined>>;
    readonly message: string;
  }>(
    [
      {
        name: "no settings",
        files: { "policies/stages/dev.yaml": undefined },
        message: "[stage-settings-missing]",
      },
      {
        name: "the tolerance of this machine's settings",
        files: { "policies/stages/dev.yaml": "sdkAppIds: [1400000000]\ntoleranceSeconds: 315360000\n" },
        message: "[wide-tolerance]\nPass --force to do it anyway. Nothing",
      },
      {
        name: "no policy",
        files: { "policies/creation.yaml": undefined },
        message: "[policies-missing]\nPass --force to do it anyway. Nothing",
      },
      {
        name: "a rule that is an error on the sample of its command",
        files: { "policies/creation.yaml": CREATION.replace('groupType == "Meeting"', "int(name) > 3") },
        message: "[error-on-sample]\nPass --force to do it anyway. Nothing",
      },
      {
        name: "what does not check",
        files: { "policies/creation.yaml": CREATION.replace("groupType ==", "groupTipe ==") },
        message: "policies/creation.yaml:4:11: ",
      },
      {
        name: "what is not YAML",
        files: { "policies/creation.yaml": "rules: [" },
        message: "policies/creation.yaml:1:8: ",
      },
      {
        name: "settings that do not parse",
        files: { "policies/stages/dev.yaml": "sdkAppIds: []\n" },
        message: "policies/stages/dev.yaml:1:1: ",
      },
      {
        name: "a document over 8 KB",
        files: { "policies/creation.yaml": `description: ${"x".repeat(9000)}\n${CREATION}` },
        message: "[document-too-large]",
      },
      {
        name: "an entry over 4 KB",
        files: { "policies/lists/reserved.txt": `a\n${"x".repeat(5000)}\n` },
        message: "[entry-too-large]",
      },
      {
        name: "a list of over 999 parameters",
        files: {
          "policies/lists/reserved.txt": Array.from({ length: 46_000 }, (_, at) =>
            `${at}`.padEnd(90, "x"),
          ).join("\n"),
        },
        message: "[list-too-long]",
      },
      {
        name: "an entry that SSM refuses",
        files: { "policies/lists/reserved.txt": "{{a}}\n" },
        message: "[list-braces]",
      },
    ],
    async ({ files, message }) => {
      world.write(files);
      const { code, err } = await world.push("Why");
      expect([code, err]).toEqual([1, expect.stringContaining(message)]);
      expect(err).toContain(nothing);
      expect(world.store.count("PutParameter")).toBe(0);
    },
  );

  test("--json says which code, where", async () => {
    world.write({ "policies/creation.yaml": CREATION.replace("on: Group", "on: Grop") });
    const { code, out } = await world.push("Why", "--json");
    const refused = JSON.parse(out);
    expect([code, refused]).toEqual([1, expect.objectContaining({ ok: false, written: false })]);
    expect([refused.diagnostics, refused.refusals]).toEqual([
      refused.refusals,
      [
        {
          code: "unknown-command",
          severity: "error",
          file: "policies/creation.yaml",
          at: { line: 3, column: 9 },
          rule: "group-types",
          path: ["rules", 0, "on"],
          token: "Grop.CallbackBeforeCreateGroup",
          suggestion: "Group.CallbackBeforeCreateGroup",
          message: expect.any(String),
        },
      ],
    ]);
  });

  test("--force goes past the doubts, not past the faults", async () => {
    world.write({ "policies/stages/dev.yaml": "sdkAppIds: [1400000000]\ntoleranceSeconds: 3600\n" });
    expect(await world.push("Slow clocks", "--force")).toMatchObject({ code: 0 });
    world.write({ "policies/creation.yaml": "rules: []\n" });
    expect(await world.push("Worse", "--force")).toMatchObject({ code: 1 });
  });

  testRows(
    [
      {
        line: "policy push --stage dev --yes",
        message: 'chatgate: Say why, for the history. Pass --reason "…". [usage]',
      },
      {
        line: `policy push --stage dev --yes --reason "${"x".repeat(201)}"`,
        message: "chatgate: The reason has 201 characters. Use 200 at most. [usage]",
      },
      {
        line: "policy push --stage dev --reason why",
        message: "chatgate: Not a terminal. Pass --yes, or --dry-run to see the changes only. [usage]",
      },
      {
        line: "policy push --stage local --dry-run",
        message: "chatgate: Stage local has its policies on this machine",
      },
      { line: "policy push --stage a/b --dry-run", message: 'chatgate: "a/b" is not a stage\'s name' },
      {
        line: "policy push --dry-run",
        message: "The command line cannot be run: required option '--stage <name>' not specified.",
      },
      {
        line: "policy rollback --stage dev --to x",
        message: "Give a set's number, as `policy history` lists them.",
      },
    ],
    "as it is used: $line",
    async ({ line, message }) => {
      const { code, err } = await world.chatgate(line);
      expect([code, err]).toEqual([2, expect.stringContaining(message)]);
      expect(world.store.count("PutParameter")).toBe(0);
    },
  );

  testRows(
    [
      {
        env: { AWS_ACCESS_KEY_ID: "", AWS_PROFILE: "none", AWS_EC2_METADATA_DISABLED: "true" },
        found: "aws-credentials-missing",
      },
      { env: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, found: "ssm-unreachable" },
    ],
    "AWS out of reach: $env",
    async ({ env, found }) => {
      const { code, err } = await world.chatgate("policy diff --stage dev", { env });
      expect([code, err]).toEqual([
        2,
        expect.stringMatching(/^chatgate: stage dev \(\/chatgate\/dev in eu-west-1\): /),
      ]);
      expect(err).toContain(`[${found}]`);
    },
  );

  test("without the right to read", async () => {
    world.store.fault({ accessDenied: "/chatgate/dev" });
    expect((await world.chatgate("policy diff --stage dev")).err).toMatch(
      /ssm:GetParametersByPath.* \[aws-access-denied\]$/,
    );
  });
});

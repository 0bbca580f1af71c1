import { readdirSync, readFileSync } from "node:fs";
import { commands } from "../../lib/commands/generated/index.ts";
import { sha256 } from "../../lib/store/sha256.ts";
import {
  createChecker,
  decideDraft,
  draftSample,
  type Files,
  readDraft,
  runSuites,
  setFacet,
} from "../../playground/engine.ts";
import { listFacetRows } from "../../playground/facet-rows.ts";
import { findRule } from "../../playground/find-rule.ts";
import { writePolicyTest } from "../../playground/write-test.ts";
import { testRows } from "../support/table.ts";

const NOW = Date.UTC(2026, 5, 15, 3);
const FOLDER = "policies/cookbook";
const paths = [...readdirSync(FOLDER), ...readdirSync(`${FOLDER}/lists`).map((name) => `lists/${name}`)];
const cookbook: Files = Object.fromEntries(
  paths
    .filter((path) => /\.(yaml|txt)$/.test(path))
    .map((path) => [path, readFileSync(`${FOLDER}/${path}`, "utf8")]),
);

test("what is edited is checked as a folder that is read for the first time", () => {
  const check = createChecker(sha256);
  const few = Object.fromEntries(
    Object.entries(cookbook).filter(([path]) => /^(settings|topic-names|lists\/)/.test(path)),
  );
  const edits: readonly Files[] = [
    {},
    { "topic-names.yaml": "rules:\n  - id: a\n    on: Nope\n    deny: {}\n" },
    { "topic-names.yaml": "rules: [\n" },
    { "lists/staff.txt": "" },
    { "topic-names.test.yaml": "tests:\n  - name: a\n    command: Nope\n    expect: allow\n" },
    { "settings.yaml": "sdkAppIds: []\n" },
    { "other.yml": "" },
    {},
  ];
  const codes = edits.map((edit) => {
    const files = { ...few, ...edit };
    const { findings, engine } = check(files, NOW);
    const fresh = createChecker(sha256)(files, NOW);
    expect(findings).toEqual(fresh.findings);
    expect(engine === undefined).toBe(
      findings.some(({ severity, file }) => severity === "error" && !file.endsWith(".test.yaml")),
    );
    return findings
      .filter(({ severity }) => severity === "error")
      .map(({ file, at, code }) => `${file}${at === undefined ? "" : `:${at.line}`} ${code}`);
  });
  expect(codes).toEqual([
    [],
    ["topic-names.yaml:3 unknown-command"],
    ["topic-names.yaml:1 yaml-unclosed"],
    ["lists/staff.txt:1 list-empty"],
    ["topic-names.test.yaml:3 unknown-command"],
    ["settings.yaml:1 empty-value"],
    ["other.yml file-extension"],
    [],
  ]);
});

test("the tests of the cookbook pass, and one that expects too much says so", () => {
  const check = createChecker(sha256);
  const results = runSuites(check(cookbook, NOW));
  expect(results.length).toBeGreaterThan(50);
  expect(results.filter(({ differences }) => differences.length > 0)).toEqual([]);
  const wrong = "tests:\n  - name: refuses\n    command: Group.CallbackBeforeCreateGroup\n    expect: deny\n";
  const [failed] = runSuites(check({ ...cookbook, "topic-names.test.yaml": wrong }, NOW)).filter(
    ({ differences }) => differences.length > 0,
  );
  expect(failed).toMatchObject({
    file: "topic-names.test.yaml",
    line: 2,
    differences: [{ expected: "deny" }],
  });
});

/** What facets are set to, so that rules of the cookbook act. */
const values = {
  name: "Official support",
  text: "cheap followers at http://x.example",
  note: "cheap followers",
  owned: "99",
};

const checkCookbook = createChecker(sha256);

/** A request of the command with unusual facets, its decision as the page shows it, and both written as a test. */
function writeDecision(name: string) {
  const { engine } = checkCookbook(cookbook, NOW);
  let draft = { ...draftSample(name), at: "2026-06-15T03:00:00Z", given: { used: 40 } };
  for (const [facet, value] of Object.entries(values)) {
    const changed = setFacet(draft, facet as keyof typeof values, value, NOW); // keys of the object before
    if (changed.kind === "draft") draft = changed.draft;
  }
  draft = { ...draft, platform: "RESTAPI", body: draft.body.replace("u_mira", "guest-1") };
  const read = readDraft(draft, NOW);
  if (read.kind === "invalid" || engine === undefined) throw new Error("the request is readable");
  const { scenario } = read;
  return {
    name,
    scenario,
    text: writePolicyTest(scenario, decideDraft(engine, scenario, draft), draft, name),
  };
}

describe("a request and its decision, written as a test, pass as one", () => {
  const written = [...commands.keys()].map(writeDecision);
  const policies = Object.fromEntries(
    Object.entries(cookbook).filter(([path]) => !path.endsWith(".test.yaml")),
  );
  const text = `tests:\n${written.map((decision) => decision.text).join("\n")}\n`;
  const workspace = checkCookbook({ ...policies, "topic-names.test.yaml": text }, NOW);
  const results = runSuites(workspace);

  test("all of them are valid", () => {
    expect(workspace.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(results.map(({ name }) => name)).toEqual([...commands.keys()]);
  });

  testRows(written, "$name", ({ name, scenario, text }) => {
    const made = results.find((result) => result.name === name);
    expect({ text, differences: made?.differences }).toEqual({ text, differences: [] });
    expect(made?.scenario).toEqual({ ...scenario, sdkAppId: undefined });
  });
});

test("a limit refuses once enough was counted", () => {
  const files = {
    "settings.yaml": cookbook["settings.yaml"] ?? "",
    "quota.yaml": `rules:
  - id: per-hour
    on: Group.CallbackBeforeCreateGroup
    limit: { max: 3, per: 1h, by: operator }
    deny: { code: 10101, message: "Later." }
`,
  };
  const { engine } = createChecker(sha256)(files, NOW);
  const draft = draftSample("Group.CallbackBeforeCreateGroup");
  const read = readDraft(draft, NOW);
  if (read.kind === "invalid" || engine === undefined) throw new Error("the sample is readable");
  const verdicts = [0, 2, 3].map((used) => {
    const { outcome, rules } = decideDraft(engine, read.scenario, { ...draft, given: { used } });
    return [outcome.verdict, rules[0]?.limit?.result];
  });
  expect(verdicts).toEqual([
    ["allow", "within"],
    ["allow", "within"],
    ["deny", "over"],
  ]);
});

test("a facet is set if the command reads it; one that it has not is refused with a reason", () => {
  const draft = draftSample("Group.CallbackBeforeCreateGroup");
  const set = setFacet(draft, "groupType", "AVChatRoom", NOW);
  expect(set).toMatchObject({ kind: "draft" });
  if (set.kind === "draft") expect(JSON.parse(set.draft.body)).toMatchObject({ Type: "AVChatRoom" });
  expect(setFacet(draft, "note", "x", NOW)).toMatchObject({ kind: "invalid" });
  expect(readDraft({ ...draft, at: "yesterday" }, NOW)).toMatchObject({ kind: "invalid" });
  expect(readDraft({ ...draft, body: "[]" }, NOW)).toMatchObject({ kind: "invalid" });
});

test("facets are listed with what they are, those of targets together", () => {
  const { engine } = createChecker(sha256)(cookbook, NOW);
  const read = readDraft(draftSample("Sns.CallbackPrevFriendAdd"), NOW);
  if (read.kind === "invalid" || engine === undefined) throw new Error("the sample is readable");
  const rows = listFacetRows(read.scenario, engine.decide(read.scenario));
  expect(rows.find(({ name }) => name === "target")).toMatchObject({
    value: "user_0815, user_0816",
    type: "string",
  });
  expect(rows.find(({ name }) => name === "now")).toMatchObject({ value: "2026-06-15T03:00:00.000Z" });
});

test("a rule is found in its file", () => {
  const files = { "a.yaml": "rules:\n  - id: longer-than\n  - on: x\n    id: longer # not the first\n" };
  expect(findRule(files, "a/longer")).toEqual({ path: "a.yaml", line: 4 });
  expect(findRule(files, "b/longer")).toBe(undefined);
});

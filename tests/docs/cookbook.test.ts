import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readExpectation, type Suite } from "../../lib/authoring/suite.ts";
import type { PolicyDocument } from "../../lib/policy/document.ts";
import { openTerminal, type Terminal } from "../cli/terminal.ts";
import { testRows } from "../support/table.ts";

const FOLDER = "policies/cookbook";
const names = readdirSync(FOLDER).flatMap((file) => /^(?!settings)([\w-]+)\.yaml$/.exec(file)?.[1] ?? []);
const readText = (file: string) => readFileSync(join(FOLDER, file), "utf8");

let terminal: Terminal;
beforeAll(() => {
  terminal = openTerminal();
});
afterAll(() => terminal.close());

/** What the command line says in JSON of a folder of this repository. */
async function reported(line: string, now?: string) {
  const clock = now === undefined ? {} : { now: () => Date.parse(now) };
  const { code, out, err } = await terminal.chatgate(`${line} --json`, { cwd: process.cwd(), ...clock });
  return { code, err, ...JSON.parse(out) };
}

test("the cookbook checks, and nothing in it is probably not meant", async () => {
  expect(await reported(`policy check ${FOLDER} --strict`)).toMatchObject({ code: 0, findings: [] });
});

test("the example policies pass with --strict", async () => {
  expect(await reported("policy check policies --strict")).toMatchObject({ code: 0, findings: [] });
});

// Whatever the time: a rule with a clock must not reach into the tests of another.
testRows(
  [
    { folder: "policies", now: "2026-06-15T10:00:00Z" },
    { folder: FOLDER, now: "2026-06-15T03:00:00Z" },
    { folder: FOLDER, now: "2026-06-14T20:00:00Z" },
  ],
  "every rule of $folder acts in some test and lets pass in some, at $now",
  async ({ folder, now }) => {
    const { tests, ...result } = await reported(`policy test ${folder} --strict`, now);
    expect(tests.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
    expect(result).toMatchObject({ code: 0, err: "", findings: [] });
  },
);

test("there are twenty", () => {
  expect(names).toHaveLength(20);
});

describe.each(names)("%s", (name) => {
  const text = readText(`${name}.yaml`);
  const document = parse(text) as PolicyDocument; // it is valid
  const { tests } = parse(readText(`${name}.test.yaml`)) as Suite; // it runs in this test

  test("says what it is for and what it cannot do", () => {
    expect(text).toMatch(/^# For: .+\n(# .+\n)*# Not: .+\n/m);
  });

  test("has tests that refuse, let pass and exempt", () => {
    const shown = tests.map(readExpectation).flatMap(({ decision, effects }) => {
      const other = Object.values(effects ?? {});
      return other.length > 0 ? other : [decision === "allow" ? "pass" : "acts"];
    });
    const acts = ["acts", "observe", "would-deny"];
    expect(shown.filter((act) => acts.includes(act)).length).toBeGreaterThan(0);
    expect(shown).toEqual(expect.arrayContaining(["pass", "exempt"]));
  });

  test("stands in the index, described as it describes itself", () => {
    const row = `| [${name}](${name}.yaml) | ${document.description} |`;
    expect(readText("README.md")).toContain(row);
    expect(readText("README.md")).toContain(`| [tests](${name}.test.yaml) |`);
  });
});

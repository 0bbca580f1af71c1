import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createWorkflow } from "../cli/starter-workflow.ts";
import { testRows } from "./support/table.ts";

const FOLDER = ".github/workflows";
const listActions = (text: string) => [...text.matchAll(/uses: (.+)$/gm)].map(([, action = ""]) => action);

testRows(
  [
    ...readdirSync(FOLDER).map((file) => ({
      file,
      text: readFileSync(join(FOLDER, file), "utf8"),
      count: 2,
    })),
    { file: "the one that `init --ci github` writes", text: createWorkflow("policies"), count: 11 },
  ],
  "$file pins each action by commit, with the release in a comment",
  ({ text, count }) => {
    const actions = listActions(text);
    expect(actions).toHaveLength(count);
    expect(
      actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)),
    ).toEqual([]);
  },
);

test("both workflows use the same releases", () => {
  const ours = listActions(readFileSync(join(FOLDER, "ci.yml"), "utf8"));
  expect(listActions(createWorkflow("policies"))).toEqual(expect.arrayContaining(ours));
});

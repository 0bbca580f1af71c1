import { checkSuite } from "../../lib/authoring/run-suite.ts";

const sound = {
  name: "refuses",
  command: "Group.CallbackBeforeCreateGroup",
  set: { name: "x" },
  expect: { decision: "deny" },
};
const createSuite = (...tests: readonly object[]) => ({
  name: "policies/naming",
  version: "1",
  value: JSON.stringify({ tests }),
});

test("one test whose form is wrong keeps no other from running, and each keeps its place", () => {
  const { diagnostics, tests } = checkSuite(
    createSuite(
      { ...sound, name: "first", codes: 1 },
      sound,
      { name: "third" },
      { ...sound, name: "fourth" },
    ),
    ["naming/r"],
    0,
  );
  expect(diagnostics.map(({ code, path, token }) => ({ code, path, token }))).toEqual([
    { code: "unknown-key", path: ["tests", 0], token: "codes" },
    { code: "missing-key", path: ["tests", 2], token: "command" },
    { code: "missing-key", path: ["tests", 2], token: "expect" },
  ]);
  expect(tests.map(({ index, name }) => ({ index, name }))).toEqual([
    { index: 1, name: "refuses" },
    { index: 3, name: "fourth" },
  ]);
});

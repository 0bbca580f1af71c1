import { checkTexts } from "../support/example-files.ts";
import { testRows } from "../support/table.ts";

const CREATE = "Group.CallbackBeforeCreateGroup";
const deny = 'deny: { message: "No." }';
const limited = (id: string, limit: string, more = deny) =>
  `  - { id: ${id}, on: ${CREATE}, limit: { ${limit} }, ${more} }\n`;
const BURST = limited("burst", "max: 5, per: 1h, by: operator");

type Row = { readonly name: string; readonly rules: string; readonly found: readonly (readonly string[])[] };

const rows: readonly Row[] = [
  { name: "an account", rules: BURST, found: [] },
  {
    name: "a facet with few values, and two of them",
    rules:
      limited("a", "max: 5, per: 1h, by: platform") +
      limited("b", "max: 5, per: 1h, by: [command, sdkAppId]"),
    found: [
      ["hot-limit", "a"],
      ["hot-limit", "b"],
    ],
  },
  {
    name: "a facet with few values beside an account",
    rules: limited("a", "max: 5, per: 1h, by: [platform, operator]"),
    found: [],
  },
  {
    name: "a stricter limit of a longer window, and the same limit twice: the later one",
    rules:
      BURST +
      limited("wide", "max: 6, per: 30m, by: operator") +
      limited("same", "max: 5, per: 1h, by: operator"),
    found: [
      ["unreachable-limit", "wide"],
      ["unreachable-limit", "same"],
    ],
  },
  {
    name: "more in a longer window, another facet, another condition, a stricter one in shadow or with exemptions",
    rules:
      BURST +
      limited("day", "max: 20, per: 1d, by: operator") +
      limited("owner", "max: 6, per: 1h, by: owner") +
      limited("when", "max: 6, per: 1h, by: operator", `when: owned > 3, ${deny}`) +
      limited("shadow", "max: 1, per: 30d, by: owner", `mode: shadow, ${deny}`) +
      limited("some", "max: 1, per: 30d, by: owner", `unless: [{ account: [a], reason: b }], ${deny}`),
    found: [],
  },
  {
    name: "strikes without, and with, anything that refuses",
    rules: limited("strikes", "max: 3, per: 1h, by: operator, count: refusals"),
    found: [["unreachable-limit", "strikes"]],
  },
  {
    name: "strikes for a limit's refusals, with a hold as long as the window",
    rules: BURST + limited("strikes", "max: 3, per: 1h, by: operator, count: refusals, hold: 1h"),
    found: [],
  },
  {
    name: "a hold shorter than the window",
    rules: BURST + limited("strikes", "max: 3, per: 1h, by: operator, count: refusals, hold: 59m"),
    found: [["short-hold", "strikes"]],
  },
];

testRows(rows, ({ rules, found }) => {
  const { diagnostics } = checkTexts({ "naming.yaml": `rules:\n${rules}` });
  expect(diagnostics.map(({ code, rule, severity }) => [code, rule, severity])).toEqual(
    found.map((row) => [...row, "warning"]),
  );
});

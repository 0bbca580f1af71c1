import { makeButton, makeElement, makeHidden } from "./dom.ts";
import { type Explanation, formatValue, runSuites, type SuiteResult, type Workspace } from "./engine.ts";
import type { VerdictText } from "./verdict.ts";

type Reading = Explanation["rules"][number];
type Leaf = Reading["leaves"][number];

/** Every evaluated rule, with the parts of its condition. */
export function renderTrace({ rules, outcome }: Explanation, openRule: (rule: string) => void): Node {
  if (rules.length === 0) return makeElement("p", { class: "faint" }, "No rule covers this command.");
  return makeElement(
    "ol",
    { class: "trace" },
    ...rules.map((reading) => renderRule(reading, outcome, openRule)),
  );
}

function renderRule(
  reading: Reading,
  outcome: Explanation["outcome"],
  openRule: (rule: string) => void,
): Node {
  const { rule, effect, target, mode, isPaused, when, limit, reason, error, leaves } = reading;
  const remarks = [
    target === undefined ? "" : `for ${target}`,
    isPaused
      ? "paused"
      : mode === "shadow"
        ? "in shadow"
        : effect.startsWith("would-")
          ? "outside the rollout"
          : "",
    when === undefined && limit === undefined ? "always holds" : "",
    reason === undefined ? "" : `exempt: ${reason}`,
    error ?? "",
  ].filter(Boolean);
  return makeElement(
    "li",
    { class: `rule ${effect}` },
    makeElement(
      "div",
      { class: "rule-head" },
      makeButton(rule, () => openRule(rule), { class: "link", title: "Go to the rule" }),
      makeElement("span", { class: "effect" }, effect),
      remarks.length > 0 && makeElement("span", { class: "faint" }, remarks.join(", ")),
    ),
    leaves.length > 0 && makeElement("ul", { class: "leaves" }, ...leaves.map(renderLeaf)),
    limit && makeElement("p", { class: "found-in" }, describeLimit(limit)),
    renderFound(reading, outcome),
  );
}

function describeLimit({ max, per, by, count, used, result }: NonNullable<Reading["limit"]>): string {
  const counted = used === undefined ? "" : `, ${used} counted`;
  return `limit: ${max} ${count} per ${per} by ${by.join(" and ")}${counted}: ${result}`;
}

function renderLeaf({ source, result, values }: Leaf): Node {
  const [mark, word] =
    result === true ? ["✓", "true"] : result === false ? ["✗", "false"] : ["!", "no result"];
  const compared = Object.entries(values).map(([name, value]) => `${name} = ${formatValue(value)}`);
  const told = [...compared, ...(typeof result === "string" ? [result] : [])].join(", ");
  return makeElement(
    "li",
    { class: `leaf ${word.replace(" ", "-")}` },
    makeElement("span", { class: "mark", "aria-hidden": "true" }, mark),
    makeHidden(`${word}: `),
    makeElement("code", {}, source),
    told !== "" && makeElement("span", { class: "faint" }, told),
  );
}

/** The matched entries of a list, marked in the text. */
function renderFound({ found, target }: Reading, { facets }: Explanation["outcome"]): Node | undefined {
  if (found === undefined) return undefined;
  const { facet, entry, span, text, folded } = found;
  const values = facets?.targets.find((values) => String(values.target) === target) ?? {};
  const whole = { ...facets?.values, ...values }[facet as keyof typeof values]; // evidence names facets only
  const list = makeElement(
    "p",
    { class: "found-in" },
    "found ",
    makeElement("code", {}, entry),
    ` in ${facet}`,
  );
  if (span === undefined || typeof whole !== "string") return list;
  const [from, to] = span;
  const quote = makeElement(
    "q",
    {},
    cutBefore(whole.slice(0, from)),
    makeElement("mark", {}, whole.slice(from, to)),
    cutAfter(whole.slice(to)),
  );
  list.append(": ", quote);
  if (text !== entry && folded !== undefined) list.append(", read as ", makeElement("code", {}, folded));
  return list;
}

const MAX_CONTEXT = 60;
const cutBefore = (text: string) => (text.length > MAX_CONTEXT ? `…${text.slice(-MAX_CONTEXT)}` : text);
const cutAfter = (text: string) => (text.length > MAX_CONTEXT ? `${text.slice(0, MAX_CONTEXT)}…` : text);

/** Changes the live region only when the verdict changes. */
export function showVerdict(element: HTMLElement, { verdict, sentence }: VerdictText): void {
  if (element.textContent === `${verdict} ${sentence}`) return;
  element.className = `verdict ${verdict}`;
  element.replaceChildren(makeElement("strong", {}, verdict), ` ${sentence}`);
}

/** Runs the tests and shows each result. */
export function renderTests(
  workspace: Workspace,
  open: (path: string, line: number) => void,
  tryOut: (result: SuiteResult) => void,
): Node {
  const results = runSuites(workspace);
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  const summary =
    workspace.engine === undefined
      ? "Fix the policies to run their tests."
      : results.length === 0
        ? "There are no tests. Add one with “Copy as test”."
        : `${results.length} tests, ${failed === 0 ? "all passed" : `${failed} failed`}.`;
  const items = results.map((result) => {
    const { file, line, name, differences, explanation } = result;
    const passed = differences.length === 0;
    const details = differences.map(({ what, expected, got }) =>
      makeElement(
        "li",
        {},
        `${what}: expected `,
        makeElement("code", {}, expected),
        ", got ",
        makeElement("code", {}, got),
      ),
    );
    return makeElement(
      "li",
      { class: passed ? "leaf true" : "leaf failed" },
      makeElement("span", { class: "mark", "aria-hidden": "true" }, passed ? "✓" : "✗"),
      makeHidden(passed ? "passed: " : "failed: "),
      makeButton(name, () => open(file, line), { class: "link", title: `${file}:${line}` }),
      makeElement(
        "span",
        { class: "faint" },
        `${file} · `,
        makeButton("show its request", () => tryOut(result), { class: "link" }),
      ),
      details.length > 0 &&
        makeElement(
          "ul",
          {},
          ...details,
          makeElement(
            "li",
            {},
            "answered ",
            makeElement("code", {}, JSON.stringify(explanation.outcome.envelope)),
          ),
        ),
    );
  });
  const list = makeElement("ul", { class: "leaves tests" }, ...items);
  return makeElement("div", {}, makeElement("p", { role: "status" }, summary), list);
}

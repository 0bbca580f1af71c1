import { make, makeField } from "./dom.ts";
import { commandDocs } from "./engine.ts";
import type { Library } from "./library.ts";

/** The page, and its parts that change. */
export function createLayout({ recipes }: Library, folder: string | undefined) {
  const parts = {
    source: makeSelect([
      ["", folder === undefined ? "Starter: who may create what" : `Folder: ${folder}`],
      ...recipes.map(({ name, about }) => [name, `${name}: ${about}`] as const),
    ]),
    actions: make("div", { class: "actions" }),
    tabs: make("div", { role: "tablist", "aria-label": "Files" }),
    fileActions: make("div", { class: "actions" }),
    file: make("div", { id: "file-panel", class: "editor", role: "tabpanel", "aria-label": "File" }),
    findings: make("div", { class: "findings" }),
    command: makeCommandSelect(),
    platform: make("input", { spellcheck: "false", autocomplete: "off" }),
    clientIp: make("input", { spellcheck: "false", autocomplete: "off" }),
    at: make("input", {
      placeholder: "now",
      spellcheck: "false",
      autocomplete: "off",
    }),
    used: make("input", { type: "number", min: "0", placeholder: "0" }),
    body: make("div", { class: "editor" }),
    bodyProblem: make("p", { class: "problem", role: "status" }),
    facets: make("div", {}),
    notes: make("div", { class: "notes" }),
    verdict: make("p", { class: "verdict", role: "status", "aria-live": "polite" }),
    answer: make("div", {}),
    envelope: make("pre", { tabindex: "0", "aria-label": "Answer to Chat" }),
    trace: make("div", {}),
    testActions: make("div", { class: "actions" }),
    tests: make("div", {}),
    notice: make("p", { class: "notice", role: "status" }),
  };
  const header = make(
    "header",
    {},
    make("h1", {}, "chatgate", make("span", {}, " playground")),
    makeField("Start from", parts.source),
    parts.actions,
  );
  const policies = make(
    "section",
    { class: "policies", "aria-label": "Files" },
    make("div", { class: "bar" }, parts.tabs, parts.fileActions),
    parts.file,
    parts.findings,
  );
  const request = make(
    "section",
    { class: "request", "aria-label": "Request" },
    make("h2", {}, "Request"),
    makeField("Command", parts.command),
    make(
      "div",
      { class: "fields" },
      makeField("Platform", parts.platform),
      makeField("Client address", parts.clientIp),
      makeField("Time", parts.at),
      makeField("Counted before", parts.used),
    ),
    parts.body,
    parts.bodyProblem,
    make("details", { open: true }, make("summary", {}, "Facets: what policies read of it"), parts.facets),
    make("details", {}, make("summary", {}, "About this command"), parts.notes),
  );
  parts.answer.append(
    make("h3", {}, "Answer to Chat"),
    parts.envelope,
    make("h3", {}, "Rules, in order"),
    parts.trace,
  );
  const result = make(
    "section",
    { class: "result", "aria-label": "Decision" },
    make("h2", {}, "Decision"),
    parts.verdict,
    parts.answer,
    make("h3", {}, "Tests"),
    parts.testActions,
    parts.tests,
  );
  document.body.prepend(header, parts.notice, make("main", {}, policies, request, result));
  return parts;
}

function makeSelect(options: readonly (readonly [value: string, label: string])[]): HTMLSelectElement {
  return make("select", {}, ...options.map(([value, label]) => make("option", { value }, label)));
}

/** Every command, by family. */
function makeCommandSelect(): HTMLSelectElement {
  const families = Map.groupBy(commandDocs, ([name]) => name.split(".")[0] ?? "");
  const groups = [...families].map(([label, docs]) => {
    const options = docs.map(([value, { title }]) =>
      make("option", { value }, `${value.slice(label.length + 1).replace(/^Callback/, "")} · ${title}`),
    );
    return make("optgroup", { label }, ...options);
  });
  return make("select", {}, ...groups);
}

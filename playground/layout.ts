import { makeElement, makeField } from "./dom.ts";
import { commandDocs } from "./engine.ts";
import type { Library, ServedFolder } from "./library.ts";

/** The page and its dynamic parts. */
export function createLayout({ recipes }: Library, served: ServedFolder | undefined) {
  const folder = served?.folder;
  const parts = {
    source: makeSelect([
      ["", folder === undefined ? "Starter: who may create what" : `Folder: ${folder}`],
      ...recipes.map(({ name, about }) => [name, `${name}: ${about}`] as const),
    ]),
    actions: makeElement("div", { class: "actions" }),
    tabs: makeElement("div", { role: "tablist", "aria-label": "Files" }),
    fileActions: makeElement("div", { class: "actions" }),
    file: makeElement("div", { id: "file-panel", class: "editor", role: "tabpanel", "aria-label": "File" }),
    findings: makeElement("div", { class: "findings" }),
    received: makeElement("select", {}),
    command: makeCommandSelect(),
    platform: makeElement("input", { spellcheck: "false", autocomplete: "off" }),
    clientIp: makeElement("input", { spellcheck: "false", autocomplete: "off" }),
    at: makeElement("input", {
      placeholder: "now",
      spellcheck: "false",
      autocomplete: "off",
    }),
    used: makeElement("input", { type: "number", min: "0", placeholder: "0" }),
    body: makeElement("div", { class: "editor" }),
    bodyProblem: makeElement("p", { class: "problem", role: "status" }),
    facets: makeElement("div", {}),
    notes: makeElement("div", { class: "notes" }),
    verdict: makeElement("p", { class: "verdict", role: "status", "aria-live": "polite" }),
    answer: makeElement("div", {}),
    envelope: makeElement("pre", { tabindex: "0", "aria-label": "Answer to Chat" }),
    trace: makeElement("div", {}),
    testActions: makeElement("div", { class: "actions" }),
    tests: makeElement("div", {}),
    notice: makeElement("p", { class: "notice", role: "status" }),
  };
  const header = makeElement(
    "header",
    {},
    makeElement("h1", {}, "chatgate", makeElement("span", {}, " playground")),
    makeField("Start from", parts.source),
    parts.actions,
  );
  const policies = makeElement(
    "section",
    { class: "policies", "aria-label": "Files" },
    makeElement("div", { class: "bar" }, parts.tabs, parts.fileActions),
    parts.file,
    parts.findings,
  );
  const request = makeElement(
    "section",
    { class: "request", "aria-label": "Request" },
    makeElement("h2", {}, "Request"),
    served?.callbacks && makeField("Last callbacks", parts.received),
    makeField("Command", parts.command),
    makeElement(
      "div",
      { class: "fields" },
      makeField("Platform", parts.platform),
      makeField("Client address", parts.clientIp),
      makeField("Time", parts.at),
      makeField("Counted before", parts.used),
    ),
    parts.body,
    parts.bodyProblem,
    makeElement(
      "details",
      { open: true },
      makeElement("summary", {}, "Facets: what policies read of it"),
      parts.facets,
    ),
    makeElement("details", {}, makeElement("summary", {}, "About this command"), parts.notes),
  );
  parts.answer.append(
    makeElement("h3", {}, "Answer to Chat"),
    parts.envelope,
    makeElement("h3", {}, "Rules, in order"),
    parts.trace,
  );
  const result = makeElement(
    "section",
    { class: "result", "aria-label": "Decision" },
    makeElement("h2", {}, "Decision"),
    parts.verdict,
    parts.answer,
    makeElement("h3", {}, "Tests"),
    parts.testActions,
    parts.tests,
  );
  document.body.prepend(header, parts.notice, makeElement("main", {}, policies, request, result));
  return parts;
}

function makeSelect(options: readonly (readonly [value: string, label: string])[]): HTMLSelectElement {
  return makeElement(
    "select",
    {},
    ...options.map(([value, label]) => makeElement("option", { value }, label)),
  );
}

/** Every command, by family. */
function makeCommandSelect(): HTMLSelectElement {
  const families = Map.groupBy(commandDocs, ([name]) => name.split(".")[0] ?? "");
  const groups = [...families].map(([label, docs]) => {
    const options = docs.map(([value, { title }]) =>
      makeElement(
        "option",
        { value },
        `${value.slice(label.length + 1).replace(/^Callback/, "")} · ${title}`,
      ),
    );
    return makeElement("optgroup", { label }, ...options);
  });
  return makeElement("select", {}, ...groups);
}

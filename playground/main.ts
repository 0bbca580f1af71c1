import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { findBodyMarks } from "./body-marks.ts";
import { describeCommandRules } from "./command-notes.ts";
import { findCompletion } from "./completions.ts";
import { type Decided, offerLink, offerTest } from "./dialogs.ts";
import { makeButton, makeElement } from "./dom.ts";
import { createBodyEditor, createFileEditor } from "./editor.ts";
import {
  type CallbackDraft,
  createChecker,
  decideDraft,
  draftSample,
  draftTest,
  type Files,
  parseKnownJson,
  readDraft,
  runSuites,
  type SuiteResult,
  setFacet,
  type Workspace,
} from "./engine.ts";
import { listFacetRows } from "./facet-rows.ts";
import { createFacetTable } from "./facet-table.ts";
import { askForFile, renderTabs, sortPaths } from "./file-tabs.ts";
import { findRule } from "./find-rule.ts";
import { renderFindings } from "./findings-view.ts";
import { createLayout } from "./layout.ts";
import type { Library, ServedFolder } from "./library.ts";
import { connectServer } from "./server.ts";
import { decodeState, type SharedState, unpackJson } from "./share.ts";
import { renderTests, renderTrace, showVerdict } from "./trace-view.ts";
import { describeVerdict } from "./verdict.ts";

/** Milliseconds between the last key press and the check. */
const SETTLE_MS = 60;
const LINK = "link";
const FIRST_COMMAND = "Group.CallbackBeforeCreateGroup";

const readBlockText = (id: string) => document.getElementById(id)?.textContent?.trim() ?? "";
const library = (await unpackJson(readBlockText("library"))) as Library; // the build writes this type
const served =
  readBlockText("served") === "" ? undefined : (parseKnownJson(readBlockText("served")) as ServedFolder); // so does the server
const check = createChecker((text) => sha256(utf8ToBytes(text)));
const parts = createLayout(library, served);

/** Edited files, by their origin: a recipe, the folder or a link. */
const kept = new Map<string, SharedState>();
let source = "";
let files: Files = served?.files ?? library.starter;
let draft: CallbackDraft = { ...draftSample(FIRST_COMMAND) };
let shown = "";
let workspace: Workspace = { findings: [], engine: undefined, suites: [], testsAt: 0 };
let decided: Decided | undefined;
let runsTests = false;
let isEdited = false;
let timer: ReturnType<typeof setTimeout> | undefined;

const fileEditor = createFileEditor(
  parts.file,
  (text) => {
    if (files[shown] === text) return;
    files = { ...files, [shown]: text };
    isEdited = true;
    updateSoon();
  },
  (offset) => findCompletion(files, shown, offset, library),
);
const bodyEditor = createBodyEditor(parts.body, (body) => {
  if (draft.body === body) return;
  draft = { ...draft, body };
  isEdited = true;
  updateSoon();
});

const facetTable = createFacetTable(parts.facets, (name, text) => {
  const changed = setFacet(draft, name, text, Date.now());
  if (changed.kind === "draft") {
    isEdited = true;
    showDraft(changed.draft);
  }
  decideRequest();
  if (changed.kind === "invalid") parts.bodyProblem.textContent = changed.message;
});

function updateSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(updatePage, SETTLE_MS);
}

/** Checks changed files, decides the request, and shows both results. */
function updatePage(): void {
  const start = performance.now();
  clearTimeout(timer);
  workspace = check(files, Date.now());
  decideRequest();
  showFindings();
  if (runsTests) showTests();
  performance.measure("update", { start });
}

function decideRequest(): void {
  const read = readDraft(draft, Date.now());
  const { engine } = workspace;
  parts.bodyProblem.textContent = read.kind === "invalid" ? read.message : "";
  decided =
    read.kind === "scenario" && engine !== undefined
      ? { scenario: read.scenario, explanation: decideDraft(engine, read.scenario, draft) }
      : undefined;
  parts.answer.hidden = decided === undefined;
  if (decided === undefined) {
    const errors = workspace.findings.filter(({ severity }) => severity === "error").length;
    const what = errors === 1 ? "1 error" : `${errors} errors`;
    const sentence =
      engine === undefined ? `fix ${what} in the policies to see a decision` : "the request cannot be read";
    showVerdict(parts.verdict, { verdict: "undecided", sentence });
    bodyEditor.mark([]);
    return;
  }
  const { scenario, explanation } = decided;
  showVerdict(parts.verdict, describeVerdict(explanation));
  const { status, envelope } = explanation.outcome;
  parts.envelope.textContent = `${status === 200 ? "" : `HTTP ${status} `}${JSON.stringify(envelope)}`;
  parts.trace.replaceChildren(renderTrace(explanation, openRule));
  bodyEditor.mark(findBodyMarks(draft.body, explanation));
  facetTable.show(listFacetRows(scenario, explanation));
}

function notify(message: string): void {
  parts.notice.textContent = message;
}

function showFindings(): void {
  const { findings } = workspace;
  fileEditor.showFindings(findings.filter(({ file }) => file === shown));
  renderTabs(parts.tabs, files, shown, findings, openFile);
  parts.findings.replaceChildren(renderFindings(findings, openAt));
}

function showTests(): void {
  parts.tests.replaceChildren(renderTests(workspace, (path, line) => openAt(path, line, 1), tryOut));
}

function tryOut(result: SuiteResult): void {
  showDraft(draftTest(result, workspace.testsAt));
  decideRequest();
  parts.verdict.scrollIntoView({ block: "nearest" });
}

function openFile(path: string): void {
  shown = path;
  fileEditor.open(path, files[path] ?? "");
  showFindings();
}

function openAt(path: string, line: number, column: number): void {
  if (files[path] === undefined) return;
  if (path !== shown) openFile(path);
  fileEditor.goTo(line, column);
}

function openRule(rule: string): void {
  const place = findRule(files, rule);
  if (place !== undefined) openAt(place.path, place.line, 1);
}

function showDraft(next: CallbackDraft): void {
  draft = next;
  parts.command.value = draft.command;
  parts.platform.value = draft.platform;
  parts.clientIp.value = draft.clientIp;
  parts.at.value = draft.at;
  parts.used.value = draft.given.used === undefined ? "" : String(draft.given.used);
  bodyEditor.setText(draft.body);
  parts.notes.replaceChildren(
    ...describeCommandRules(draft.command).map((note) => makeElement("p", {}, note)),
  );
}

function loadState(state: SharedState, path = shown): void {
  files = state.files;
  fileEditor.reset();
  showDraft(state.draft);
  isEdited = false;
  shown = path in files ? path : (sortPaths(files)[0] ?? "");
  fileEditor.open(shown, files[shown] ?? "");
  updatePage();
}

function addFile(path: string, text: string): void {
  files = { ...files, [path]: text };
  isEdited = true;
  updatePage();
  openFile(path);
}

function deleteFile(): void {
  const { [shown]: _, ...others } = files;
  const next = sortPaths(others)[0];
  if (next === undefined) return;
  files = others;
  isEdited = true;
  updatePage();
  openFile(next);
}

parts.actions.append(
  makeButton("Copy link", async () => {
    notify((await offerLink({ files, draft })) ?? "");
  }),
  makeButton("Copy as test", () => {
    if (decided !== undefined) offerTest(decided, draft, files, addFile);
  }),
);
parts.fileActions.append(
  makeButton("Add", () => askForFile(files, addFile), { "aria-label": "Add a file" }),
  makeButton("Delete", deleteFile, { "aria-label": "Delete this file" }),
);
parts.testActions.append(
  makeButton("Run tests", () => {
    runsTests = true;
    showTests();
  }),
);
parts.source.addEventListener("change", () => {
  const known = leaveSource(parts.source.value);
  if (known !== undefined) return loadState(known, "");
  const recipe = library.recipes.find(({ name }) => name === source);
  loadState(
    { files: recipe?.files ?? served?.files ?? library.starter, draft: draftSample(FIRST_COMMAND) },
    "",
  );
  const [first] = recipe === undefined ? [] : runSuites(workspace);
  if (first !== undefined) tryOut(first);
});
parts.command.addEventListener("change", () => {
  showDraft({ ...draftSample(parts.command.value), at: draft.at });
  updatePage();
});
for (const field of ["platform", "clientIp", "at"] as const)
  parts[field].addEventListener("input", () => {
    draft = { ...draft, [field]: parts[field].value };
    updateSoon();
  });
parts.used.addEventListener("input", () => {
  const used = Math.trunc(Number(parts.used.value));
  draft = { ...draft, given: used > 0 ? { used } : {} };
  updateSoon();
});
addEventListener("beforeunload", (event) => {
  if (isEdited) event.preventDefault();
});

/** Keeps the edits of the current origin, and returns those of the next. */
function leaveSource(next: string): SharedState | undefined {
  kept.set(source, { files, draft });
  source = next;
  return kept.get(next);
}

async function loadLink(): Promise<boolean> {
  if (!location.hash.startsWith("#s=")) return false;
  const state = await decodeState(location.hash);
  if (state === undefined) {
    notify("The link is not complete, or from another version. Ask for it again.");
    return false;
  }
  if (parts.source.namedItem(LINK) === null)
    parts.source.append(makeElement("option", { id: LINK, value: LINK }, "The link that was opened"));
  parts.source.value = LINK;
  leaveSource(LINK);
  loadState(state, "");
  notify(state.note ?? "");
  return true;
}

if (served !== undefined)
  connectServer(served, parts, {
    readState: () => ({ files, isFolder: source === "", isEdited }),
    loadFiles: (onDisk) => loadState({ files: onDisk, draft }, shown),
    openDraft: (next) => {
      showDraft(next);
      updatePage();
    },
    markSaved: (written) => {
      isEdited = files !== written;
    },
    notify,
  });
addEventListener("hashchange", loadLink);
if (!(await loadLink())) loadState({ files, draft });
document.documentElement.dataset.ready = String(Math.round(performance.now()));

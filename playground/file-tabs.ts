import { makeButton, makeElement } from "./dom.ts";
import { type Files, type Finding, isSuiteFile } from "./engine.ts";

/** Policies first, each before its tests; then lists, then the settings. */
export function sortPaths(files: Files): readonly string[] {
  const rankFile = (path: string) => (path === "settings.yaml" ? 2 : path.startsWith("lists/") ? 1 : 0);
  const nameDocument = (path: string) => path.replace(/(\.test)?\.yaml$/, "");
  return Object.keys(files).sort(
    (a, b) =>
      rankFile(a) - rankFile(b) ||
      nameDocument(a).localeCompare(nameDocument(b)) ||
      Number(isSuiteFile(a)) - Number(isSuiteFile(b)),
  );
}

/** One tab for each file; arrow keys move between them (ARIA tab list). */
export function renderTabs(
  tabs: HTMLElement,
  files: Files,
  shown: string,
  findings: readonly Finding[],
  open: (path: string) => void,
): void {
  const paths = sortPaths(files);
  const hadFocus = tabs.contains(document.activeElement);
  const goToFile = (path: string | undefined) => {
    if (path !== undefined) open(path);
  };
  const buttons = paths.map((path, index) => {
    const errors = findings.filter(({ file, severity }) => file === path && severity === "error").length;
    const isShown = path === shown;
    const tab = makeElement(
      "button",
      {
        type: "button",
        role: "tab",
        "aria-selected": String(isShown),
        "aria-controls": "file-panel",
        tabindex: isShown ? "0" : "-1",
      },
      path,
      errors > 0 &&
        makeElement(
          "span",
          { class: "badge" },
          String(errors),
          makeElement("span", { class: "hidden" }, " errors"),
        ),
    );
    tab.addEventListener("click", () => open(path));
    tab.addEventListener("keydown", ({ key }) => {
      if (key === "ArrowRight") goToFile(paths[(index + 1) % paths.length]);
      if (key === "ArrowLeft") goToFile(paths[(index + paths.length - 1) % paths.length]);
      if (key === "Home") goToFile(paths[0]);
      if (key === "End") goToFile(paths.at(-1));
    });
    return tab;
  });
  tabs.replaceChildren(...buttons);
  const selected = buttons.find((tab) => tab.getAttribute("aria-selected") === "true");
  if (hadFocus) selected?.focus();
  selected?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Asks for a new file's name. */
export function askForFile(files: Files, add: (path: string, text: string) => void): void {
  const input = makeElement("input", {
    value: "naming.yaml",
    required: true,
    spellcheck: "false",
    "aria-describedby": "name-advice",
  });
  const advice = makeElement(
    "p",
    { id: "name-advice", role: "status" },
    "A policy is called naming.yaml, its tests naming.test.yaml, a list lists/reserved.txt.",
  );
  const submit = () => {
    const path = input.value.trim();
    const isName = /^(?:lists\/[\w.-]+\.txt|[\w.-]+\.yaml)$/.test(path);
    if (!isName || path in files) {
      advice.textContent = isName
        ? `${path} is there already. Choose another name.`
        : "That is no name of a policy, test or list. Write naming.yaml, naming.test.yaml or lists/reserved.txt.";
      return;
    }
    dialog.close();
    add(path, createText(path));
  };
  const form = makeElement(
    "div",
    {},
    makeElement("h2", {}, "Add a file"),
    makeElement("label", { class: "field" }, makeElement("span", {}, "Name"), input),
    advice,
    makeElement(
      "div",
      { class: "actions" },
      makeButton("Add", submit),
      makeButton("Cancel", () => dialog.close()),
    ),
  );
  const dialog = makeElement("dialog", { "aria-label": "Add a file" }, form);
  input.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") submit();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  input.select();
}

function createText(path: string): string {
  if (path.startsWith("lists/")) return "";
  if (isSuiteFile(path)) return "tests:\n";
  return `rules:
  - id: example
    on: Group.CallbackBeforeCreateGroup
    when: name.size() > 40
    deny: { code: 10101, message: "This name is too long." }
`;
}

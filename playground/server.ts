import { makeButton, makeElement } from "./dom.ts";
import { type CallbackDraft, draftCallback, type Files, parseKnownJson } from "./engine.ts";
import { sortPaths } from "./file-tabs.ts";
import type { ReceivedCallback, ServedFolder } from "./library.ts";

/** The page's state that the server connection needs. */
export type Desk = {
  /** `isFolder`: the served folder is open, and not a recipe or a link. */
  readonly readState: () => {
    readonly files: Files;
    readonly isFolder: boolean;
    readonly isEdited: boolean;
  };
  readonly loadFiles: (files: Files) => void;
  readonly openDraft: (draft: CallbackDraft) => void;
  /** Called with the files that are now on disk. */
  readonly markSaved: (files: Files) => void;
  readonly notify: (message: string) => void;
};

type Parts = { readonly received: HTMLSelectElement; readonly actions: HTMLElement };

/** Follows the folder on disk until something is edited, shows callbacks as they come, and saves if that is allowed. */
export function connectServer(served: ServedFolder, parts: Parts, desk: Desk): void {
  let onDisk = served.files;
  const addCallback = createCallbackPicker(parts.received, served.callbacks ?? [], desk.openDraft);
  const source = new EventSource("changes");
  // The server writes these types.
  source.addEventListener("callback", ({ data }) => addCallback(parseKnownJson(data) as ReceivedCallback));
  source.addEventListener("files", ({ data }) => {
    const read = parseKnownJson(data) as Files;
    const { files, isFolder, isEdited } = desk.readState();
    if (isSame(read, files)) onDisk = read;
    else if (isEdited)
      desk.notify("The folder has changed. Reload the page to see it; what you edited here is lost then.");
    else if (isFolder) {
      onDisk = read;
      desk.loadFiles(read);
    }
  });
  if (!served.canSave) return;

  async function saveChanges(): Promise<void> {
    const { files, isFolder } = desk.readState();
    if (!isFolder) return desk.notify("Not saved. Choose the folder under “Start from” first.");
    const { isSaved, message } = await saveFiles(onDisk, files);
    desk.notify(message);
    if (!isSaved) return;
    onDisk = files;
    desk.markSaved(files);
  }
  parts.actions.append(makeButton("Save", saveChanges));
  addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    saveChanges();
  });
}

const isSame = (some: Files, others: Files) =>
  sortPaths(some).join() === sortPaths(others).join() &&
  Object.keys(some).every((path) => some[path] === others[path]);

/** Sends changed files to the server, and shows the result. `isSaved`: all changes are saved. */
async function saveFiles(
  before: Files,
  after: Files,
): Promise<{ readonly isSaved: boolean; readonly message: string }> {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = paths
    .filter((path) => before[path] !== after[path])
    .map((path) => ({ path, before: before[path] ?? null, after: after[path] ?? null }));
  if (changes.length === 0) return { isSaved: true, message: "Nothing has changed." };
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch("save", { method: "POST", headers, body: JSON.stringify(changes) });
    if (!response.ok) return { isSaved: false, message: `Not saved. ${await response.text()}` };
    return { isSaved: true, message: `Saved: ${changes.map(({ path }) => path).join(", ")}.` };
  } catch {
    return { isSaved: false, message: "Not saved. The server that the page came from has ended." };
  }
}

/** As many as the server keeps. */
const MAX_SHOWN = 20;

/** The callbacks that the gate received, to choose one of them; takes more of them as they come. */
function createCallbackPicker(
  select: HTMLSelectElement,
  received: readonly ReceivedCallback[],
  open: (draft: CallbackDraft) => void,
): (callback: ReceivedCallback) => void {
  let callbacks = received;
  const showCallback = (chosen: string) => {
    const options = callbacks.map(({ id, time, command, code }) => {
      const label = `${new Date(time).toTimeString().slice(0, 8)} · ${command} · ${code}`;
      return makeElement("option", { value: String(id) }, label);
    });
    const none = callbacks.length === 0 ? "none yet" : "choose one";
    select.replaceChildren(makeElement("option", { value: "" }, none), ...options);
    select.value = chosen;
  };
  select.addEventListener("change", () => {
    const found = callbacks.find(({ id }) => String(id) === select.value);
    if (found !== undefined) open(draftCallback(found));
  });
  showCallback("");
  return (callback) => {
    callbacks = [callback, ...callbacks].slice(0, MAX_SHOWN);
    showCallback(select.value);
  };
}

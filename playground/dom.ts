type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element with attributes and children; `true` stands for an attribute without a value. */
export function makeElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

export function makeButton(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const button = makeElement("button", { type: "button", ...attributes }, label);
  button.addEventListener("click", act);
  return button;
}

/** A field under its label. */
export function makeField(label: string, field: HTMLElement): HTMLLabelElement {
  return makeElement("label", { class: "field" }, makeElement("span", {}, label), field);
}

/** Text for screen readers only. */
export const makeHidden = (text: string) => makeElement("span", { class: "hidden" }, text);

/** Shows a text to copy in a dialog, which works without clipboard access (pages from disk). */
export function showText(
  title: string,
  about: string,
  text: string,
  actions: readonly HTMLButtonElement[] = [],
): void {
  const area = makeElement("textarea", { readonly: true, rows: "8", "aria-label": title });
  area.value = text;
  const said = makeElement("span", { role: "status" });
  const copy = makeButton("Copy", async () => {
    area.select();
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "The text is selected. Copy it with the keyboard."; // a browser may refuse the clipboard
    }
  });
  const close = makeButton("Close", () => dialog.close());
  const dialog = makeElement(
    "dialog",
    { "aria-label": title },
    makeElement("h2", {}, title),
    makeElement("p", {}, about),
    area,
    makeElement("div", { class: "actions" }, copy, ...actions, close, said),
  );
  for (const action of actions) action.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  area.select();
}

import { makeElement } from "./dom.ts";
import type { FacetName } from "./engine.ts";
import type { FacetRow } from "./facet-rows.ts";

export type FacetTable = { readonly show: (rows: readonly FacetRow[]) => void };

/** A field for each facet. Fields are kept while the same facets are shown, so that the focus stays. */
export function createFacetTable(
  parent: HTMLElement,
  onSet: (name: FacetName, text: string) => void,
): FacetTable {
  let inputs = new Map<FacetName, HTMLInputElement>();

  const makeRow = ({ name, type, about }: FacetRow) => {
    const input = makeElement("input", { "aria-label": name, spellcheck: "false", autocomplete: "off" });
    input.addEventListener("change", () => onSet(name, input.value));
    inputs.set(name, input);
    const head = [makeElement("code", {}, name), makeElement("span", { class: "faint" }, type)];
    return makeElement(
      "tr",
      {},
      makeElement("th", { scope: "row", title: about }, ...head),
      makeElement("td", {}, input),
    );
  };
  return {
    show: (rows) => {
      if (rows.map(({ name }) => name).join() !== [...inputs.keys()].join()) {
        inputs = new Map();
        parent.replaceChildren(
          makeElement("table", { class: "facets" }, makeElement("tbody", {}, ...rows.map(makeRow))),
        );
      }
      for (const { name, value } of rows) {
        const input = inputs.get(name);
        if (input !== undefined && input.value !== value) input.value = value;
      }
    },
  };
}

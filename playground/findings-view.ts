import { makeButton, makeElement } from "./dom.ts";
import type { Finding } from "./engine.ts";

/** Findings, each with a button that goes to its place. */
export function renderFindings(
  findings: readonly Finding[],
  openAt: (path: string, line: number, column: number) => void,
): Node {
  if (findings.length === 0) return makeElement("p", { class: "faint" }, "No errors, no warnings.");
  const items = findings.map(({ file, at, severity, message, code }) => {
    const place = at === undefined ? file : `${file}:${at.line}:${at.column}`;
    const go = makeButton(place, () => openAt(file, at?.line ?? 1, at?.column ?? 1), { class: "link" });
    return makeElement(
      "li",
      { class: severity },
      go,
      ` ${message} `,
      makeElement("span", { class: "faint" }, code),
    );
  });
  return makeElement("ul", {}, ...items);
}

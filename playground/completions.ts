import {
  commandDocs,
  commands,
  type Files,
  facets,
  facetTexts,
  findAvailableFacets,
  isSuiteFile,
  listPayloadKeys,
  matchCommands,
  typeNames,
  words,
} from "./engine.ts";
import type { KeyText, Library } from "./library.ts";
import { findYamlPlace, readNames } from "./yaml-place.ts";

export type Suggestion = {
  readonly label: string;
  readonly kind: "command" | "facet" | "function" | "list" | "key" | "word" | "field";
  /** Beside the label: a type, a signature. */
  readonly detail: string;
  readonly about: string;
};

/** `from`: where the text begins that a suggestion replaces. */
export type Completion = { readonly from: number; readonly suggestions: readonly Suggestion[] };

/** What can be written at an offset of a file. */
export function findCompletion(
  files: Files,
  path: string,
  offset: number,
  library: Library,
): Completion | undefined {
  const text = files[path] ?? "";
  if (!path.endsWith(".yaml")) return undefined;
  const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  if (/^\s*#|\s#/.test(before)) return undefined;
  const { key, item } = findYamlPlace(text, offset);
  const covered = () => readNames(item, isSuiteFile(path) ? "command" : "on");
  const finish = (typed: RegExp, suggestions: readonly Suggestion[]): Completion => ({
    from: offset - (typed.exec(before)?.[0].length ?? 0),
    suggestions,
  });

  if (/\blists\.[\w-]*$|\blist:\s*["']?[\w-]*$/.test(before)) return finish(/[\w-]*$/, suggestLists(files));
  switch (key) {
    case "on":
    case "command":
      return finish(/[\w.*]*$/, suggestCommands());
    case "when":
      return completeCondition(before, covered(), library, finish);
    case "by":
      return finish(/\w*$/, suggestFacets(covered()));
    case "mode":
      return finish(/\w*$/, suggestWords(["enforce", "shadow", "off"]));
    case "expect":
    case "decision":
      return finish(/\w*$/, suggestWords(["allow", "deny", "partial", "drop", "mask"]));
    case "set":
      return finish(/\w*$/, suggestFacets(covered()));
    case undefined:
      return finish(/\w*$/, suggestKeys(library, path, item.length > 0 && /^\s/.test(before)));
    default:
      return undefined;
  }
}

function completeCondition(
  before: string,
  names: readonly string[],
  { functions }: Library,
  finish: (typed: RegExp, suggestions: readonly Suggestion[]) => Completion,
): Completion | undefined {
  const compared = /(\w+)\s*(?:==|!=|in\s*\[(?:\s*"[^"]*"\s*,)*)\s*"(\w*)$/.exec(before)?.[1];
  if (compared !== undefined) return finish(/\w*$/, suggestWords(words[compared] ?? []));
  const written = before.replace(/^\s*(?:- )?when:\s*'?/, "").replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
  if (written.includes('"')) return undefined; // inside a text
  if (/\brequest\.\w*$/.test(before)) return finish(/\w*$/, suggestFields(names));
  const described = functions.map(
    ({ name, signature, about }): Suggestion => ({ label: name, kind: "function", detail: signature, about }),
  );
  const isReceiver = ({ detail }: Suggestion) => /^[\w<>.]+\.\w+\(/.test(detail);
  if (/\.\w*$/.test(before)) return finish(/\w*$/, described.filter(isReceiver));
  const lists: Suggestion = {
    label: "lists",
    kind: "list",
    detail: "lists.<name>",
    about: "The word lists of this folder.",
  };
  const request: Suggestion = {
    label: "request",
    kind: "field",
    detail: "payload",
    about: "The request as Chat sends it, field by field.",
  };
  return finish(/\w*$/, [
    ...suggestFacets(names),
    lists,
    request,
    ...described.filter((suggestion) => !isReceiver(suggestion)),
  ]);
}

const suggestCommands = (): readonly Suggestion[] =>
  [...commandDocs].map(([label, { title, command }]) => ({
    label,
    kind: "command",
    detail: command.reply.phase,
    about: title,
  }));

/** Facets that a rule on these commands can read, with their types. */
function suggestFacets(names: readonly string[]): readonly Suggestion[] {
  const covered = names.flatMap((name) => matchCommands(name, commands));
  return [...findAvailableFacets(covered)].map((label) => ({
    label,
    kind: "facet",
    detail: typeNames[facets[label].kind],
    about: facetTexts[label],
  }));
}

function suggestFields(names: readonly string[]): readonly Suggestion[] {
  const covered = names.flatMap((name) => matchCommands(name, commands));
  const fields = new Map(covered.flatMap((command) => listPayloadKeys(command)));
  return [...fields].map(([label, detail]) => ({ label, kind: "field", detail, about: "" }));
}

function suggestLists(files: Files): readonly Suggestion[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const [, label] = /^lists\/(.+)\.txt$/.exec(path) ?? [];
    if (label === undefined) return [];
    const entries = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#")).length;
    return [{ label, kind: "list", detail: `${entries} entries`, about: path }];
  });
}

const suggestWords = (labels: readonly string[]): readonly Suggestion[] =>
  labels.map((label) => ({ label, kind: "word", detail: "", about: "" }));

function suggestKeys({ keys }: Library, path: string, isItem: boolean): readonly Suggestion[] {
  const texts: readonly KeyText[] = isSuiteFile(path)
    ? keys.test
    : path === "settings.yaml"
      ? keys.settings
      : isItem
        ? keys.rule
        : keys.document;
  return texts.map(({ name, about }) => ({ label: name, kind: "key", detail: "", about }));
}

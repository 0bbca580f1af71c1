import type { Files } from "./engine.ts";

/** The line of a rule in its file; rules are named `<document>/<id>`. */
export function findRule(
  files: Files,
  rule: string,
): { readonly path: string; readonly line: number } | undefined {
  const [document, id] = rule.split("/");
  const path = `${document}.yaml`;
  const text = files[path];
  if (text === undefined) return undefined;
  const isIt = new RegExp(`\\bid:\\s*["']?${id}["']?\\s*(?:[,}#]|$)`);
  const line = text.split("\n").findIndex((row) => isIt.test(row));
  return { path, line: Math.max(line, 0) + 1 };
}
